package dev.quorate.simulator.api.patch;

/** A patch that cannot be applied, with the kind of answer that a real server gives. */
public final class PatchException extends RuntimeException {

    public enum Reason {
        /** A failing test or a path that is not there. */
        NOT_APPLICABLE,
        /** The patch breaks the rules of its type. */
        BROKEN,
        /** A value that the object's type cannot hold. */
        WRONG_TYPE
    }

    private final Reason reason;
    private final String message;

    PatchException(Reason reason, String message) {
        super(message);
        this.reason = reason;
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }

    public Reason reason() {
        return reason;
    }
}
