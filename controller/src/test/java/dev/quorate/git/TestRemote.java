package dev.quorate.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A bare repository made and changed by the real git, as people's pushes would. */
final class TestRemote {

    private final Path bare;
    private final Path work;

    private TestRemote(Path bare, Path work) {
        this.bare = bare;
        this.work = work;
    }

    /** An empty repository. */
    static TestRemote empty(Path folder) {
        Path bare = folder.resolve("remote.git");
        Path work = folder.resolve("people");
        run(folder, "init", "-q", "--bare", "-b", "main", bare.toString());
        run(folder, "init", "-q", "-b", "main", work.toString());
        TestRemote remote = new TestRemote(bare, work);
        remote.git("remote", "add", "origin", bare.toString());
        return remote;
    }

    /** A repository with one spec below {@code specs}. */
    static TestRemote withOneSpec(Path folder) {
        TestRemote remote = empty(folder);
        remote.commit("Add orders", Map.of("specs/orders.yaml", "replicas: 3\n", "README.md", "hello\n"));
        return remote;
    }

    /** Writes, commits and pushes; returns the commit. */
    String commit(String subject, Map<String, String> files) {
        files.forEach(this::write);
        return commitAll(subject);
    }

    String delete(String path) {
        git("rm", "-q", "-r", path);
        return commitAll("Delete " + path);
    }

    /** Pushes what stands in the work tree now. */
    String commitAll(String subject) {
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", subject);
        git("push", "-q", "-f", "origin", "HEAD");
        return git("rev-parse", "HEAD");
    }

    void write(String path, String text) {
        try {
            Path file = work.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Runs git in people's work tree. */
    String git(String... arguments) {
        return run(work, arguments);
    }

    /** Runs git on the server. */
    String server(String... arguments) {
        return run(bare, arguments);
    }

    /** A hook on the server, in shell. */
    void hook(String name, String script) {
        try {
            Path hook = bare.resolve("hooks").resolve(name);
            Files.createDirectories(hook.getParent());
            Files.writeString(hook, "#!/bin/sh\n" + script + "\n");
            if (!hook.toFile().setExecutable(true)) {
                throw new IOException(hook + " cannot be made executable");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path bare() {
        return bare;
    }

    Path work() {
        return work;
    }

    GitSettings settings() {
        return GitSettings.of(bare.toUri().toString(), "main", "specs");
    }

    static String run(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            isolate(builder.environment());
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + " failed: " + output);
            }
            return output;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** So that the tests do not depend on whose machine this is. */
    static void isolate(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("GIT_"));
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_AUTHOR_NAME", "Ada");
        environment.put("GIT_AUTHOR_EMAIL", "ada@example.org");
        environment.put("GIT_COMMITTER_NAME", "Ada");
        environment.put("GIT_COMMITTER_EMAIL", "ada@example.org");
    }
}
