package dev.quorate.schema;

import java.io.Serial;

/** A file on the status branch is not what its path says. Reports are made anew, so a caller may go on without it. */
public final class InvalidReportException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    InvalidReportException(String message) {
        super(message);
    }

    InvalidReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
