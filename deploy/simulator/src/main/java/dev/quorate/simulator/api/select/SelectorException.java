package dev.quorate.simulator.api.select;

/** A selector that cannot be understood; the message is the real server's. */
public final class SelectorException extends RuntimeException {

    SelectorException(String message) {
        super(message);
    }
}
