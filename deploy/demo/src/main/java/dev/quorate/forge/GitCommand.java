package dev.quorate.forge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The real git in one folder, whosever machine this is. */
public record GitCommand(Path folder) {

    /** What it printed. */
    public String run(String... arguments) {
        Ended ended = end(arguments);
        if (ended.code() != 0) {
            throw new IllegalStateException("git " + String.join(" ", arguments) + " failed: " + ended.output());
        }
        return ended.output();
    }

    /** What it printed, empty where it refused. */
    public Optional<String> ask(String... arguments) {
        return Optional.of(end(arguments)).filter(ended -> ended.code() == 0).map(Ended::output);
    }

    private record Ended(int code, String output) {}

    private Ended end(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        isolate(builder.environment());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException("git does not run; it is needed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while git ran", e);
        }
    }

    static void isolate(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("GIT_"));
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_AUTHOR_NAME", "Soak");
        environment.put("GIT_AUTHOR_EMAIL", "soak@quorate.dev");
        environment.put("GIT_COMMITTER_NAME", "Soak");
        environment.put("GIT_COMMITTER_EMAIL", "soak@quorate.dev");
    }
}
