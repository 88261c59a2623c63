package dev.quorate.simulator.api;

/** A patch applied well, but what came out is refused. */
final class PatchedWrongException extends RuntimeException {

    private final String message;

    PatchedWrongException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
