package dev.quorate.simulator.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads objects in the protobuf form that kubectl sends for kinds it knows. The numbers of the fields stand in
 * {@code protobuf-1.36.txt}, one type a line; all else is known from the type itself.
 */
public final class Protobuf {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final byte[] MAGIC = {'k', '8', 's', 0};

    /**
     * Go writes plain fields even when they are empty, and JSON leaves them out; what it holds by pointer is there on purpose.
     * The wire does not tell one from the other.
     */
    private static final Set<String> POINTERS = Set.of(
            "replicas",
            "partition",
            "minReplicas",
            "gracePeriodSeconds",
            "orphanDependents",
            "terminationGracePeriodSeconds",
            "revisionHistoryLimit",
            "progressDeadlineSeconds",
            "automountServiceAccountToken",
            "immutable",
            "optional",
            "controller",
            "blockOwnerDeletion");

    private final Definitions definitions;
    private final Map<String, Map<Integer, String>> numbers = new HashMap<>();

    private Protobuf(Definitions definitions) {
        this.definitions = definitions;
        for (String line : read().split("\n", -1)) {
            String[] words = line.split(" ", -1);
            numbers.put(words[0], fields(words));
        }
    }

    /** Read once in a JVM, when the first such body comes. */
    public static Protobuf shared() {
        return Shared.PROTOBUF;
    }

    /** The tree of an object in its envelope; empty when that is not one, or of a type that is not known. */
    public Optional<ObjectNode> decode(byte[] body) {
        if (body.length < MAGIC.length || !startsWithMagic(body)) {
            return Optional.empty();
        }
        try {
            ProtobufReader envelope = new ProtobufReader(body, MAGIC.length, body.length);
            String apiVersion = "";
            String kind = "";
            ProtobufReader raw = new ProtobufReader(body, 0, 0);
            while (envelope.next()) {
                if (envelope.number() == 1) {
                    for (ProtobufReader type = envelope.message(); type.next(); ) {
                        apiVersion = type.number() == 1 ? type.text() : apiVersion;
                        kind = type.number() == 2 ? type.text() : kind;
                    }
                } else if (envelope.number() == 2) {
                    raw = envelope.message();
                }
            }
            return object(apiVersion, kind, raw);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<ObjectNode> object(String apiVersion, String kind, ProtobufReader raw) {
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        String version = apiVersion.substring(slash + 1);
        Optional<Schema> schema = kind.equals("DeleteOptions")
                ? Optional.of(definitions.named("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions"))
                : definitions.ofKind(group, version, kind);
        return schema.map(type -> {
            ObjectNode object = NODES.objectNode().put("apiVersion", apiVersion).put("kind", kind);
            message(raw, type, type.name(), object);
            return object;
        });
    }

    private void message(ProtobufReader fields, Schema schema, String type, ObjectNode into) {
        Map<Integer, String> names = numbers.getOrDefault(type, Map.of());
        while (fields.next()) {
            String name = names.getOrDefault(fields.number(), "");
            if (name.startsWith("+")) {
                message(fields.message(), schema, name.substring(1), into);
            } else if (!name.isEmpty()) {
                schema.property(name).ifPresent(child -> field(fields, name, child, into));
            }
        }
    }

    private void field(ProtobufReader fields, String name, Schema schema, ObjectNode into) {
        switch (schema.shape()) {
            case LIST -> {
                ArrayNode list = into.path(name) instanceof ArrayNode present ? present : into.putArray(name);
                list.add(value(fields, schema.element()));
            }
            case MAP -> {
                ObjectNode map = into.path(name) instanceof ObjectNode present ? present : into.putObject(name);
                entry(fields.message(), schema.element(), map);
            }
            default -> {
                JsonNode value = value(fields, schema);
                if (POINTERS.contains(name) || !isZero(value)) {
                    into.set(name, value);
                }
            }
        }
    }

    private void entry(ProtobufReader entry, Schema schema, ObjectNode into) {
        String key = "";
        JsonNode value = NODES.textNode("");
        while (entry.next()) {
            if (entry.number() == 1) {
                key = entry.text();
            } else {
                value = value(entry, schema);
            }
        }
        into.set(key, value);
    }

    private JsonNode value(ProtobufReader field, Schema schema) {
        return switch (schema.shape()) {
            case STRUCT -> {
                ObjectNode object = NODES.objectNode();
                message(field.message(), schema, schema.name(), object);
                yield object;
            }
            case STRING -> NODES.textNode(isBytes(schema) ? base64(field.bytes()) : field.text());
            case INTEGER -> NODES.numberNode(field.varint());
            case BOOLEAN -> NODES.booleanNode(field.varint() != 0);
            case QUANTITY -> single(field.message());
            case INT_OR_STRING -> intOrString(field.message());
            case TIME, MICRO_TIME -> time(field.message());
            case ANY -> json(field.message());
            default -> throw new IllegalArgumentException(schema.name() + " has no such form");
        };
    }

    private static boolean isBytes(Schema schema) {
        return schema.node().path("format").asText().equals("byte");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static JsonNode single(ProtobufReader message) {
        return NODES.textNode(message.next() ? message.text() : "0");
    }

    private static JsonNode intOrString(ProtobufReader message) {
        long type = 0;
        long number = 0;
        String text = "";
        while (message.next()) {
            switch (message.number()) {
                case 1 -> type = message.varint();
                case 2 -> number = message.varint();
                default -> text = message.text();
            }
        }
        return type == 0 ? NODES.numberNode((int) number) : NODES.textNode(text);
    }

    private static JsonNode time(ProtobufReader message) {
        long seconds = 0;
        long nanos = 0;
        while (message.next()) {
            seconds = message.number() == 1 ? message.varint() : seconds;
            nanos = message.number() == 2 ? message.varint() : nanos;
        }
        return seconds == 0
                ? NODES.nullNode()
                : NODES.textNode(Instant.ofEpochSecond(seconds, nanos).toString());
    }

    /** Any value, which lies in the first field as the JSON it is. */
    private static JsonNode json(ProtobufReader message) {
        try {
            return message.next() ? new ObjectMapper().readTree(message.bytes()) : NODES.nullNode();
        } catch (IOException e) {
            throw new IllegalArgumentException("an embedded value is no JSON", e);
        }
    }

    private static boolean isZero(JsonNode value) {
        return value.isNull()
                || (value.isTextual() && value.asText().isEmpty())
                || (value.isIntegralNumber() && value.asLong() == 0)
                || (value.isBoolean() && !value.asBoolean());
    }

    private static boolean startsWithMagic(byte[] body) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (body[i] != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    /** Names stand in the order of their numbers; one that leaves numbers out begins with its own. */
    private static Map<Integer, String> fields(String[] words) {
        Map<Integer, String> fields = new HashMap<>();
        int number = 0;
        for (int i = 1; i < words.length; i++) {
            int colon = words[i].indexOf(':');
            number = colon < 0 ? number + 1 : Integer.parseInt(words[i].substring(0, colon));
            fields.put(number, words[i].substring(colon + 1));
        }
        return fields;
    }

    private static String read() {
        try (InputStream text = Protobuf.class.getResourceAsStream("protobuf-1.36.txt")) {
            return text == null ? "" : new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("protobuf-1.36.txt cannot be read from the simulator's jar", e);
        }
    }

    private static final class Shared {
        static final Protobuf PROTOBUF = new Protobuf(Definitions.shared());
    }
}
