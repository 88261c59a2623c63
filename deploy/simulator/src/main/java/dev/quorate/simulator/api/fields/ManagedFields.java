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

/**
 * The list metadata.managedFields, read for changing and written back in its order. An owner's fields are read only when
 * they have to change; until then their text is asked.
 */
final class ManagedFields {

    /** One owner's part; exactly one of the two forms of its fields is there. */
    private record Entry(Owner owner, Optional<JsonNode> text, Optional<FieldSet> read, String time) {

        static Entry of(Owner owner, FieldSet fields, String time) {
            return new Entry(owner, Optional.empty(), Optional.of(fields), time);
        }

        FieldSet fields() {
            return read.orElseGet(() -> FieldSet.fromJson(text.orElseThrow()));
        }

        Entry stamped(String when) {
            return new Entry(owner, text, read, when);
        }

        boolean meets(FieldSet others) {
            return text.map(others::meets).orElse(true);
        }

        boolean holds(FieldSet others) {
            return text.map(others::within).orElse(false);
        }

        JsonNode fieldsV1() {
            return text.orElseGet(() -> read.orElseThrow().toJson());
        }
    }

    private static final Comparator<Entry> ORDER = Comparator.comparing(
                    (Entry entry) -> entry.owner().operation())
            .thenComparing(Entry::time)
            .thenComparing(entry -> entry.owner().manager())
            .thenComparing(entry -> entry.owner().apiVersion())
            .thenComparing(entry -> entry.owner().subresource());

    private final Map<Owner, Entry> entries = new LinkedHashMap<>();

    /** As a client sent it, which may be in any order. */
    static ManagedFields sent(JsonNode list) {
        ManagedFields managed = stored(list);
        managed.entries.replaceAll((owner, entry) -> Entry.of(owner, entry.fields(), entry.time()));
        return managed;
    }

    /** As {@link #writeTo} wrote it. */
    static ManagedFields stored(JsonNode list) {
        ManagedFields managed = new ManagedFields();
        for (JsonNode entry : list) {
            Owner owner = new Owner(
                    entry.path("manager").asText(),
                    entry.path("operation").asText().equals("Apply"),
                    entry.path("apiVersion").asText(),
                    entry.path("subresource").asText());
            String time = entry.path("time").asText();
            managed.entries.put(owner, new Entry(owner, Optional.of(entry.path("fieldsV1")), Optional.empty(), time));
        }
        return managed;
    }

    static JsonNode list(JsonNode object) {
        return object.path("metadata").path("managedFields");
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    List<Owner> owners() {
        return List.copyOf(entries.keySet());
    }

    Optional<FieldSet> fields(Owner owner) {
        return Optional.ofNullable(entries.get(owner)).map(Entry::fields);
    }

    /** What an owner has of these fields. */
    FieldSet common(Owner owner, FieldSet fields) {
        Entry entry = entries.get(owner);
        return entry == null || !entry.meets(fields)
                ? FieldSet.EMPTY
                : entry.fields().intersection(fields);
    }

    /** Sets an owner's fields; an empty set ends its ownership unless it is empty because it applied nothing. */
    void set(Owner owner, FieldSet owned, String time) {
        if (owned.isEmpty()) {
            entries.remove(owner);
        } else {
            entries.put(owner, Entry.of(owner, owned, time));
        }
    }

    void add(Owner owner, FieldSet fields, String time) {
        Entry entry = entries.get(owner);
        if (entry != null && entry.holds(fields)) {
            entries.put(owner, entry.stamped(time));
        } else {
            set(owner, entry == null ? fields : entry.fields().union(fields), time);
        }
    }

    void remove(Owner owner, FieldSet fields) {
        Entry entry = entries.get(owner);
        if (entry != null && !fields.isEmpty() && entry.meets(fields)) {
            set(owner, entry.fields().minus(fields), entry.time());
        }
    }

    /** When an owner last changed something; empty when that is not known. */
    String time(Owner owner) {
        return Optional.ofNullable(entries.get(owner)).map(Entry::time).orElse("");
    }

    void stamp(Owner owner, String time) {
        entries.computeIfPresent(owner, (any, entry) -> entry.stamped(time));
    }

    FieldSet everything() {
        return entries.values().stream().map(Entry::fields).reduce(FieldSet.EMPTY, FieldSet::union);
    }

    void writeTo(ObjectNode metadata) {
        metadata.remove("managedFields");
        if (entries.isEmpty()) {
            return;
        }
        List<Entry> sorted = new ArrayList<>(entries.values());
        sorted.sort(ORDER);
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        sorted.forEach(entry -> list.add(json(entry)));
        metadata.set("managedFields", list);
    }

    private static ObjectNode json(Entry entry) {
        Owner owner = entry.owner();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("manager", owner.manager()).put("operation", owner.operation()).put("apiVersion", owner.apiVersion());
        if (!entry.time().isEmpty()) {
            json.put("time", entry.time());
        }
        json.put("fieldsType", "FieldsV1").set("fieldsV1", entry.fieldsV1());
        if (!owner.subresource().isEmpty()) {
            json.put("subresource", owner.subresource());
        }
        return json;
    }
}
