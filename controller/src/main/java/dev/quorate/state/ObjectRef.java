package dev.quorate.state;

/** Names one object; the namespace is empty for objects of the whole cluster. */
public record ObjectRef(Kind kind, String namespace, String name) {

    @Override
    public String toString() {
        return kind.title() + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
