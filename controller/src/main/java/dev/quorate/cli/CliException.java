package dev.quorate.cli;

/** A command that cannot go on, as one sentence that says what happened and how to mend it. */
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CliException(String sentence) {
        super(sentence);
    }

    public CliException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
