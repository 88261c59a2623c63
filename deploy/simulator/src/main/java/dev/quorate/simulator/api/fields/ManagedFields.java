package dev.quorate.simulator.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The list metadata.managedFields, read for changing and written back in its order. */
final class ManagedFields {

    private record Entry(Owner owner, FieldSet fields, String time) {}

    private static final Comparator<Entry> ORDER = Comparator.comparing(
                    (Entry entry) -> entry.owner().operation())
            .thenComparing(Entry::time)
            .thenComparing(entry -> entry.owner().manager())
            .thenComparing(entry -> entry.owner().apiVersion())
            .thenComparing(entry -> entry.owner().subresource());

    private final Map<Owner, FieldSet> fields = new LinkedHashMap<>();
    private final Map<Owner, String> times = new LinkedHashMap<>();

    static ManagedFields of(JsonNode object) {
        ManagedFields managed = new ManagedFields();
        for (JsonNode entry : object.path("metadata").path("managedFields")) {
            Owner owner = new Owner(
                    entry.path("manager").asText(),
                    entry.path("operation").asText().equals("Apply"),
                    entry.path("apiVersion").asText(),
                    entry.path("subresource").asText());
            managed.fields.put(owner, FieldSet.fromJson(entry.path("fieldsV1")));
            managed.times.put(owner, entry.path("time").asText());
        }
        return managed;
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    List<Owner> owners() {
        return List.copyOf(fields.keySet());
    }

    Optional<FieldSet> fields(Owner owner) {
        return Optional.ofNullable(fields.get(owner));
    }

    /** Sets an owner's fields; an empty set ends its ownership unless it is empty because it applied nothing. */
    void set(Owner owner, FieldSet owned) {
        if (owned.isEmpty()) {
            fields.remove(owner);
        } else {
            fields.put(owner, owned);
        }
    }

    void stamp(Owner owner, String time) {
        times.put(owner, time);
    }

    FieldSet everything() {
        return fields.values().stream().reduce(FieldSet.EMPTY, FieldSet::union);
    }

    void writeTo(ObjectNode metadata) {
        metadata.remove("managedFields");
        if (fields.isEmpty()) {
            return;
        }
        List<Entry> entries = new ArrayList<>();
        fields.forEach((owner, owned) -> entries.add(new Entry(owner, owned, times.getOrDefault(owner, ""))));
        entries.sort(ORDER);
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        entries.forEach(entry -> list.add(json(entry)));
        metadata.set("managedFields", list);
    }

    private static ObjectNode json(Entry entry) {
        Owner owner = entry.owner();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("manager", owner.manager()).put("operation", owner.operation()).put("apiVersion", owner.apiVersion());
        if (!entry.time().isEmpty()) {
            json.put("time", entry.time());
        }
        json.put("fieldsType", "FieldsV1").set("fieldsV1", entry.fields().toJson());
        if (!owner.subresource().isEmpty()) {
            json.put("subresource", owner.subresource());
        }
        return json;
    }
}
