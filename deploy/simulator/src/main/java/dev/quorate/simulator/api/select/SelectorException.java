package dev.quorate.simulator.api.select;

/** A selector that cannot be understood; the message is the real server's. */
public final class SelectorException extends RuntimeException {

    private final String message;

    SelectorException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
