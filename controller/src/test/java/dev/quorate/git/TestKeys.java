package dev.quorate.git;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Key pairs as people make them. Where {@code ssh-keygen} is missing, the tests that need one are skipped. */
final class TestKeys {

    private TestKeys() {}

    /** An ed25519 key without passphrase in a file, its public half beside it. */
    static void create(Path file) throws IOException, InterruptedException {
        create(file, "");
    }

    static void create(Path file, String passphrase) throws IOException, InterruptedException {
        assumeInstalled();
        Process process = new ProcessBuilder(
                        "ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "test", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        if (process.waitFor() != 0) {
            throw new IOException("ssh-keygen cannot write " + file);
        }
    }

    private static void assumeInstalled() {
        String path = System.getenv().getOrDefault("PATH", "");
        boolean installed = Arrays.stream(path.split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "ssh-keygen")));
        assumeTrue(installed, "ssh-keygen is not installed");
    }
}
