package dev.quorate.simulator.process;

/** A container or a volume needs something that is not there, or not there yet. */
final class MissingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MissingException(String message) {
        super(message);
    }

    /** The sentence, which is always there. */
    String sentence() {
        return String.valueOf(getMessage());
    }
}
