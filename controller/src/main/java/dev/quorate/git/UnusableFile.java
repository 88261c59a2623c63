package dev.quorate.git;

import java.io.IOException;
import java.nio.file.Path;

/** A file named in the settings (certificates, key) that cannot be used. */
final class UnusableFile extends IOException {
    private static final long serialVersionUID = 1;

    UnusableFile(Path file, String why, Throwable cause) {
        super("The file " + file + " " + why + ".", cause);
    }
}
