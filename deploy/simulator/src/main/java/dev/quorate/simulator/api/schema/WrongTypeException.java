package dev.quorate.simulator.api.schema;

/** A value cannot be read as its field's type; the message is the one that Go's decoder gives. */
public final class WrongTypeException extends RuntimeException {

    private final String message;

    WrongTypeException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
