package dev.quorate.git;

import java.util.Optional;

/**
 * One file to write or to delete on the status branch.
 *
 * @param text the whole new content; absent to delete the file
 */
public record FileWrite(String path, Optional<String> text) {

    public FileWrite {
        if (path.isEmpty()
                || path.startsWith("/")
                || path.endsWith("/")
                || ("/" + path + "/").matches(".*/(\\.{0,2}|\\.git)/.*")) {
            throw new IllegalArgumentException("'" + path + "' is no path inside a repository.");
        }
    }

    public static FileWrite of(String path, String text) {
        return new FileWrite(path, Optional.of(text));
    }

    public static FileWrite delete(String path) {
        return new FileWrite(path, Optional.empty());
    }
}
