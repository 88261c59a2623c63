package dev.quorate.simulator.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The real kubectl, working in one namespace of one cluster. Without it tests are skipped; with {@code QUORATE_REQUIRE_REAL=1}
 * they fail.
 */
final class Kubectl {

    /** The first that takes its schemas from /openapi/v3; the simulator has no other place for them. */
    private static final int OLDEST_MINOR = 27;

    private static final Pattern MINOR = Pattern.compile("\"minor\": \"(\\d+)");
    private static final int PATIENCE_SECONDS = 60;

    /** @param output what it said, on both streams */
    record Outcome(int code, String output) {}

    private final Path folder;
    private final Path kubeconfig;
    private final String namespace;

    private Kubectl(Path folder, Path kubeconfig, String namespace) {
        this.folder = folder;
        this.kubeconfig = kubeconfig;
        this.namespace = namespace;
    }

    /** @param folder for files and caches, thrown away by the caller */
    static Kubectl in(Path folder, Path kubeconfig, String namespace) throws IOException, InterruptedException {
        boolean required = "1".equals(System.getenv("QUORATE_REQUIRE_REAL"));
        boolean installed = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "kubectl")));
        need(installed, "kubectl is not installed", required);
        Kubectl kubectl = new Kubectl(folder, kubeconfig, namespace);
        Matcher minor = MINOR.matcher(kubectl.succeeds("version", "--client", "-o", "json"));
        assertTrue(minor.find(), "kubectl tells no version");
        String version = minor.group(1);
        need(
                Integer.parseInt(version) >= OLDEST_MINOR,
                "kubectl 1." + version + " is too old: take 1." + OLDEST_MINOR + " or newer",
                required);
        return kubectl;
    }

    private static void need(boolean there, String what, boolean required) {
        if (!there && required) {
            fail(what + ", but QUORATE_REQUIRE_REAL=1 asks for it");
        }
        assumeTrue(there, what);
    }

    String namespace() {
        return namespace;
    }

    /** Writes a file for {@code -f}. */
    String file(String yaml) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "object", ".yaml"), yaml)
                .toString();
    }

    String succeeds(String... arguments) throws IOException, InterruptedException {
        Outcome outcome = run(arguments);
        assertEquals(0, outcome.code(), outcome.output());
        return outcome.output();
    }

    /** What it says when it fails. */
    String fails(String... arguments) throws IOException, InterruptedException {
        Outcome outcome = run(arguments);
        assertTrue(outcome.code() != 0, outcome.output());
        return outcome.output();
    }

    Outcome run(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), "", arguments);
    }

    Outcome run(Map<String, String> environment, String input, String... arguments)
            throws IOException, InterruptedException {
        Process process = start(environment, arguments);
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    /** A command that goes on, such as a watch, whose lines are read one by one. */
    static final class Running implements AutoCloseable {
        private final Process process;
        private final BufferedReader lines;

        private Running(Process process) {
            this.process = process;
            this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        String line() throws IOException {
            return lines.readLine();
        }

        /** Waits for its own end. */
        int end() throws InterruptedException {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "kubectl goes on");
            return process.exitValue();
        }

        @Override
        public void close() throws IOException, InterruptedException {
            process.destroy();
            end();
            lines.close();
        }
    }

    Running running(String... arguments) throws IOException {
        return new Running(start(Map.of(), arguments));
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("kubectl", "--cache-dir=" + folder.resolve("cache")));
        command.add("--namespace=" + namespace);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().put("HOME", folder.toString());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
