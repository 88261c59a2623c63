package dev.quorate.simulator.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The type of one value, as OpenAPI with Kubernetes' extensions describes it. References are followed when asked for, so a
 * schema may contain itself. Safe to share between threads.
 */
public final class Schema {

    /** The shapes that matter to reading, merging and ownership. */
    public enum Shape {
        STRUCT,
        MAP,
        LIST,
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        INT_OR_STRING,
        QUANTITY,
        TIME,
        MICRO_TIME,
        ANY
    }

    private static final String REFERENCE = "#/components/schemas/";

    private final Definitions definitions;
    private final JsonNode node;
    private final JsonNode use;
    private final String name;
    private final Shape shape;
    private final List<String> keys;
    private final Map<String, Optional<Schema>> properties = new ConcurrentHashMap<>();
    private final Set<String> required = new HashSet<>();
    private final AtomicReference<Optional<Schema>> element = new AtomicReference<>();

    private Schema(Definitions definitions, JsonNode node, JsonNode use, String name) {
        this.definitions = definitions;
        this.node = node;
        this.use = use;
        this.name = name;
        this.shape = shapeOf(node, name);
        List<String> names = new ArrayList<>();
        use.path("x-kubernetes-list-map-keys").forEach(each -> names.add(each.asText()));
        this.keys = names.stream().sorted().toList();
        node.path("required").forEach(each -> required.add(each.asText()));
    }

    static Schema of(Definitions definitions, JsonNode use) {
        String reference = use.path("$ref").asText();
        if (reference.isEmpty()) {
            return new Schema(definitions, use, use, "");
        }
        String name = reference.substring(REFERENCE.length());
        return new Schema(definitions, definitions.node(name), use, name);
    }

    public Shape shape() {
        return shape;
    }

    /** The OpenAPI text of the type itself. */
    public JsonNode node() {
        return node;
    }

    /** The last part of the definition's name, as Go's errors call it; empty for anonymous types. */
    public String typeName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The full name of the definition; empty for anonymous types. */
    String name() {
        return name;
    }

    public Optional<Schema> property(String field) {
        Optional<Schema> known = properties.get(field);
        if (known == null) {
            JsonNode property = node.path("properties").path(field);
            known = property.isMissingNode() ? Optional.empty() : Optional.of(of(definitions, property));
            properties.put(field, known);
        }
        return known;
    }

    /** The type of each item of a list or of each value of a map. */
    public Schema element() {
        Optional<Schema> known = element.get();
        if (known == null) {
            JsonNode of = shape == Shape.LIST ? node.path("items") : node.path("additionalProperties");
            known = of.isObject() ? Optional.of(of(definitions, of)) : Optional.empty();
            element.set(known);
        }
        return known.orElseGet(definitions::any);
    }

    /** The type of a child of a struct or map; anything for what the schema does not know. */
    public Schema child(String field) {
        return switch (shape) {
            case STRUCT -> property(field).orElseGet(definitions::any);
            case MAP -> element();
            default -> definitions.any();
        };
    }

    public boolean requires(String field) {
        return required.contains(field);
    }

    /** Whether a struct takes fields that it does not name. */
    public boolean keepsUnknown() {
        return node.path("x-kubernetes-preserve-unknown-fields").asBoolean()
                || node.path("x-kubernetes-embedded-resource").asBoolean();
    }

    /** Whether Go writes this struct even when it is empty: then its presence is nobody's doing. */
    public boolean alwaysPresent() {
        return use.path("default").isObject();
    }

    public JsonNode defaultValue() {
        JsonNode value = use.get("default");
        return value == null ? MissingNode.getInstance() : value;
    }

    /** Owned and replaced as one value. */
    public boolean atomic() {
        return switch (shape) {
            case LIST -> {
                String type = use.path("x-kubernetes-list-type").asText("atomic");
                yield type.equals("atomic");
            }
            case STRUCT, MAP ->
                "atomic"
                        .equals(use.path("x-kubernetes-map-type")
                                .asText(node.path("x-kubernetes-map-type").asText()));
            default -> true;
        };
    }

    /** The fields that identify an item of an associative list, in order of name; empty for sets and atomic lists. */
    public List<String> keys() {
        return keys;
    }

    /** The key by which a strategic merge patch merges this list; empty for lists of plain values. */
    public String mergeKey() {
        return use.path("x-kubernetes-patch-merge-key").asText();
    }

    public boolean mergesByPatch() {
        return use.path("x-kubernetes-patch-strategy").asText().contains("merge");
    }

    public boolean nullable() {
        return node.path("nullable").asBoolean();
    }

    private static Shape shapeOf(JsonNode node, String name) {
        if (name.endsWith(".Quantity")) {
            return Shape.QUANTITY;
        }
        if (name.endsWith(".MicroTime")) {
            return Shape.MICRO_TIME;
        }
        if (name.endsWith(".meta.v1.Time")) {
            return Shape.TIME;
        }
        boolean either = node.path("x-kubernetes-int-or-string").asBoolean()
                || node.path("format").asText().equals("int-or-string");
        if (either) {
            return Shape.INT_OR_STRING;
        }
        return switch (node.path("type").asText()) {
            case "object" -> objectShape(node);
            case "array" -> Shape.LIST;
            case "string" -> Shape.STRING;
            case "integer" -> Shape.INTEGER;
            case "number" -> Shape.NUMBER;
            case "boolean" -> Shape.BOOLEAN;
            default -> Shape.ANY;
        };
    }

    private static Shape objectShape(JsonNode node) {
        if (node.has("properties")) {
            return Shape.STRUCT;
        }
        JsonNode values = node.path("additionalProperties");
        if (values.isObject()) {
            return Shape.MAP;
        }
        boolean open = values.asBoolean()
                || node.path("x-kubernetes-preserve-unknown-fields").asBoolean()
                || node.size() == 1;
        return open ? Shape.ANY : Shape.STRUCT;
    }
}
