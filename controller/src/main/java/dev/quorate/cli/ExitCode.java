package dev.quorate.cli;

/** What the commands end with; pipelines rest on these numbers. */
public final class ExitCode {
    public static final int FINE = 0;
    /** {@code validate}: problems found. {@code plan}: there are changes. */
    public static final int FINDINGS = 1;
    /** Wrong usage, or something could not be read or reached. */
    public static final int ERROR = 2;
    /** {@code plan}: there are changes, and at least one is refused. */
    public static final int REFUSED = 3;

    /** Ended by a signal in the middle of its work: 128 and the number of SIGINT, as shells say it. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
