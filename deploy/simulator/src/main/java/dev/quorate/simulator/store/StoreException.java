package dev.quorate.simulator.store;

/** A write that the store refuses. The API turns it into a Status, behaviours read the object again and retry. */
public final class StoreException extends RuntimeException {

    public enum Reason {
        ALREADY_EXISTS,
        NOT_FOUND,
        CONFLICT
    }

    private final Reason reason;
    private final Key key;

    private StoreException(Reason reason, Key key, String message) {
        super(message);
        this.reason = reason;
        this.key = key;
    }

    static StoreException alreadyExists(Key key) {
        return new StoreException(Reason.ALREADY_EXISTS, key, describe(key) + " already exists");
    }

    static StoreException notFound(Key key) {
        return new StoreException(Reason.NOT_FOUND, key, describe(key) + " not found");
    }

    static StoreException conflict(Key key) {
        return new StoreException(
                Reason.CONFLICT,
                key,
                describe(key) + ": the object has been modified; please apply your changes to the latest version");
    }

    public Reason reason() {
        return reason;
    }

    public Key key() {
        return key;
    }

    private static String describe(Key key) {
        String where = key.namespace().isEmpty() ? "" : key.namespace() + "/";
        return key.kind().plural() + " \"" + where + key.name() + "\"";
    }
}
