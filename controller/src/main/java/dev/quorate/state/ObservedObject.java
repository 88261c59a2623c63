package dev.quorate.state;

/** A live object and whose it is. */
public record ObservedObject(Manifest live, Ownership ownership) {

    public enum Ownership {
        OURS,
        /** It stands where ours should be and does not carry this app's labels: never touched. */
        NOT_OURS
    }
}
