package dev.quorate.backup;

/** A snapshot that must not be used, with a sentence that says why. */
public final class BrokenSnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenSnapshotException(String sentence) {
        super(sentence);
    }
}
