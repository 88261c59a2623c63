package dev.quorate.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Consumer;

/** A Kubernetes object as a JSON tree; the tree is shared and never changed, {@link #with} makes another. */
public record Manifest(ObjectNode tree) {

    public ObjectRef ref() {
        JsonNode metadata = tree.path("metadata");
        return new ObjectRef(
                kind(),
                metadata.path("namespace").asText(),
                metadata.path("name").asText());
    }

    public Kind kind() {
        return Kind.of(tree.path("apiVersion").asText(), tree.path("kind").asText());
    }

    public String name() {
        return tree.path("metadata").path("name").asText();
    }

    public String uid() {
        return tree.path("metadata").path("uid").asText();
    }

    public String resourceVersion() {
        return tree.path("metadata").path("resourceVersion").asText();
    }

    public boolean terminating() {
        return tree.path("metadata").hasNonNull("deletionTimestamp");
    }

    public Optional<String> label(String key) {
        return text(tree.path("metadata").path("labels").path(key));
    }

    public Optional<String> annotation(String key) {
        return text(tree.path("metadata").path("annotations").path(key));
    }

    /** The value at a JSON pointer; a missing node where there is none. */
    public JsonNode at(String pointer) {
        return tree.at(pointer);
    }

    public Manifest with(Consumer<ObjectNode> change) {
        ObjectNode copy = tree.deepCopy();
        change.accept(copy);
        return new Manifest(copy);
    }

    /** With another status, and all else shared. */
    public Manifest withStatus(ObjectNode status) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.setAll(tree);
        copy.set("status", status);
        return new Manifest(copy);
    }

    private static Optional<String> text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node.asText());
    }
}
