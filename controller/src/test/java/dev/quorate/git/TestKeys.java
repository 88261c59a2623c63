package dev.quorate.git;

import java.io.IOException;
import java.nio.file.Path;

/** Key pairs as people make them. */
final class TestKeys {

    private TestKeys() {}

    /** An ed25519 key without passphrase in a file, its public half beside it. */
    static void create(Path file) throws IOException, InterruptedException {
        create(file, "");
    }

    static void create(Path file, String passphrase) throws IOException, InterruptedException {
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
}
