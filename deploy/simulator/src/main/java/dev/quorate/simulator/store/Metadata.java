package dev.quorate.simulator.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and copies the metadata of an object tree without changing trees that others share. */
public final class Metadata {

    static final String FOREGROUND = "foregroundDeletion";
    static final String ORPHAN = "orphan";

    private Metadata() {}

    public static String name(ObjectNode object) {
        return object.path("metadata").path("name").asText();
    }

    public static String namespace(ObjectNode object) {
        return object.path("metadata").path("namespace").asText();
    }

    public static String uid(ObjectNode object) {
        return object.path("metadata").path("uid").asText();
    }

    /** Empty when the object carries none. */
    public static String resourceVersion(ObjectNode object) {
        return object.path("metadata").path("resourceVersion").asText();
    }

    public static boolean terminating(ObjectNode object) {
        return object.path("metadata").hasNonNull("deletionTimestamp");
    }

    public static List<String> finalizers(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.path("metadata").path("finalizers").forEach(each -> names.add(each.asText()));
        return names;
    }

    public static Key key(Kind kind, ObjectNode object) {
        return new Key(kind, kind.namespaced() ? namespace(object) : "", name(object));
    }

    /** RFC 3339 in whole seconds, the form of every metadata timestamp. */
    public static String timestamp(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static List<Owner> owners(ObjectNode object) {
        List<Owner> owners = new ArrayList<>();
        for (JsonNode reference : object.path("metadata").path("ownerReferences")) {
            owners.add(new Owner(
                    reference.path("uid").asText(),
                    reference.path("blockOwnerDeletion").asBoolean()));
        }
        return owners;
    }

    /** A copy whose metadata may be changed; all the rest stays shared. */
    public static ObjectNode withOwnMetadata(ObjectNode object) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.setAll(object);
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        if (object.get("metadata") instanceof ObjectNode present) {
            metadata.setAll(present);
        }
        copy.set("metadata", metadata);
        return copy;
    }

    static ObjectNode withFinalizers(ObjectNode object, List<String> finalizers) {
        ObjectNode copy = withOwnMetadata(object);
        if (finalizers.isEmpty()) {
            of(copy).remove("finalizers");
        } else {
            ArrayNode list = of(copy).putArray("finalizers");
            finalizers.forEach(list::add);
        }
        return copy;
    }

    static ObjectNode withoutOwner(ObjectNode object, String uid) {
        ObjectNode copy = withOwnMetadata(object);
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode reference : object.path("metadata").path("ownerReferences")) {
            if (!reference.path("uid").asText().equals(uid)) {
                kept.add(reference);
            }
        }
        if (kept.isEmpty()) {
            of(copy).remove("ownerReferences");
        } else {
            of(copy).set("ownerReferences", kept);
        }
        return copy;
    }

    static ObjectNode of(ObjectNode object) {
        return object.get("metadata") instanceof ObjectNode metadata ? metadata : object.putObject("metadata");
    }

    /** Takes a field over from another object, absent included. */
    static void carry(ObjectNode from, ObjectNode to, String field) {
        Optional.ofNullable(from.get(field)).ifPresentOrElse(value -> to.set(field, value), () -> to.remove(field));
    }

    record Owner(String uid, boolean blocks) {}
}
