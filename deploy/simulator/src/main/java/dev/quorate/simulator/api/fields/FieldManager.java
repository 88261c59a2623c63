package dev.quorate.simulator.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.schema.Schema;
import dev.quorate.simulator.store.FieldOwnership;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.SameJson;
import dev.quorate.simulator.store.Store;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Updates and applies with ownership, as structured merge does it. */
public final class FieldManager implements FieldOwnership {

    private static final String BEFORE_FIRST_APPLY = "before-first-apply";
    private static final List<String> NOBODYS_METADATA = List.of(
            "f:name",
            "f:namespace",
            "f:creationTimestamp",
            "f:selfLink",
            "f:uid",
            "f:generation",
            "f:managedFields",
            "f:resourceVersion",
            "f:deletionTimestamp",
            "f:deletionGracePeriodSeconds");

    private final Function<Kind, Schema> schemas;

    public FieldManager(Function<Kind, Schema> schemas) {
        this.schemas = schemas;
    }

    @Override
    public void account(Kind kind, Optional<ObjectNode> before, ObjectNode after, Store.Writer writer, Instant now) {
        ManagedFields managed = startingPoint(before, after);
        if (cleared(after) || (before.isPresent() && managed.isEmpty())) {
            metadata(after).remove("managedFields");
            return;
        }
        ObjectNode old = before.orElseGet(JsonNodeFactory.instance::objectNode);
        Owner owner = new Owner(writer.manager(), false, kind.apiVersion(), writer.subresource());
        update(kind, old, after, managed, owner, Metadata.timestamp(now));
        managed.writeTo(metadata(after));
    }

    /**
     * Lays an applied configuration over a live object.
     *
     * @param live absent when the apply creates the object
     * @param force take fields over instead of failing
     * @throws ConflictException when a field has another owner and another value
     */
    public ObjectNode apply(
            Kind kind, Optional<ObjectNode> live, ObjectNode config, Store.Writer writer, boolean force, Instant now) {
        Schema schema = schemas.apply(kind);
        ObjectNode before = live.orElseGet(JsonNodeFactory.instance::objectNode);
        ManagedFields managed = ManagedFields.of(before);
        if (managed.isEmpty() && live.isPresent()) {
            Owner owner = new Owner(BEFORE_FIRST_APPLY, false, kind.apiVersion(), "");
            update(kind, JsonNodeFactory.instance.objectNode(), before, managed, owner, Metadata.timestamp(now));
        }
        Owner owner = new Owner(writer.manager(), true, kind.apiVersion(), writer.subresource());
        FieldSet last = managed.fields(owner).orElse(FieldSet.EMPTY);
        managed.set(owner, ours(kind, Typed.fields(config, schema), writer.subresource()));
        JsonNode merged = Typed.merge(before, config, schema);
        ObjectNode pruned = (ObjectNode) Typed.prune(merged, last, managed.everything(), schema);
        ObjectNode after = pruned.deepCopy();
        Map<Owner, FieldSet> conflicts = conflicts(kind, before, after, managed, owner, writer.subresource());
        if (!force && !conflicts.isEmpty()) {
            throw ConflictException.of(conflicts);
        }
        release(kind, before, after, managed, owner, writer.subresource());
        boolean changed = live.isEmpty() || !SameJson.same(withoutManaged(before), withoutManaged(after));
        if (changed) {
            managed.stamp(owner, stamp(owner, Metadata.timestamp(now)));
        }
        managed.writeTo(metadata(after));
        return after;
    }

    private void update(Kind kind, JsonNode before, ObjectNode after, ManagedFields managed, Owner owner, String time) {
        Comparison changes = changes(kind, before, after, owner.subresource());
        if (changes.isEmpty()) {
            return;
        }
        for (Owner each : managed.owners()) {
            FieldSet owned = managed.fields(each).orElse(FieldSet.EMPTY).minus(changes.removed());
            managed.set(each, each.equals(owner) ? owned : owned.minus(changes.set()));
        }
        FieldSet own = managed.fields(owner).orElse(FieldSet.EMPTY).union(changes.set());
        managed.set(owner, own);
        if (!changes.set().isEmpty()) {
            managed.stamp(owner, stamp(owner, time));
        }
    }

    /** What is written through the scale subresource carries no time. */
    private static String stamp(Owner owner, String time) {
        return owner.subresource().equals("scale") ? "" : time;
    }

    private Map<Owner, FieldSet> conflicts(
            Kind kind, JsonNode before, ObjectNode after, ManagedFields managed, Owner owner, String subresource) {
        Comparison changes = changes(kind, before, after, subresource);
        Map<Owner, FieldSet> conflicts = new LinkedHashMap<>();
        for (Owner each : managed.owners()) {
            FieldSet common = managed.fields(each).orElse(FieldSet.EMPTY).intersection(changes.set());
            if (!each.equals(owner) && !common.isEmpty()) {
                conflicts.put(each, common);
            }
        }
        return conflicts;
    }

    private void release(
            Kind kind, JsonNode before, ObjectNode after, ManagedFields managed, Owner owner, String subresource) {
        Comparison changes = changes(kind, before, after, subresource);
        for (Owner each : managed.owners()) {
            if (!each.equals(owner)) {
                FieldSet owned = managed.fields(each).orElse(FieldSet.EMPTY);
                managed.set(each, owned.minus(changes.set()).minus(changes.removed()));
            }
        }
    }

    private Comparison changes(Kind kind, JsonNode before, ObjectNode after, String subresource) {
        Comparison changes = Comparison.between(before, after, schemas.apply(kind));
        return new Comparison(ours(kind, changes.set(), subresource), ours(kind, changes.removed(), subresource));
    }

    /** Without the fields that belong to nobody, and those that a write to this subresource cannot change. */
    private static FieldSet ours(Kind kind, FieldSet fields, String subresource) {
        FieldSet own = fields.without(List.of("f:apiVersion", "f:kind"));
        FieldSet metadata = own.child("f:metadata").without(NOBODYS_METADATA);
        own = own.withChild("f:metadata", new FieldSet(false, metadata.children()));
        if (!kind.statusSubresource()) {
            return own;
        }
        return own.without(List.of(subresource.equals("status") ? "f:spec" : "f:status"));
    }

    /** A PUT may bring managedFields of its own; without any, the stored ones go on. */
    private static ManagedFields startingPoint(Optional<ObjectNode> before, ObjectNode after) {
        ManagedFields given = ManagedFields.of(after);
        return before.isPresent() && given.isEmpty() ? ManagedFields.of(before.get()) : given;
    }

    /** The one way to clear the list is to set it to one empty entry. */
    private static boolean cleared(ObjectNode after) {
        JsonNode list = after.path("metadata").path("managedFields");
        return list.size() == 1 && list.path(0).isEmpty();
    }

    private static ObjectNode withoutManaged(ObjectNode object) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.setAll(object);
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        object.path("metadata").properties().forEach(field -> metadata.set(field.getKey(), field.getValue()));
        metadata.remove("managedFields");
        copy.set("metadata", metadata);
        return copy;
    }

    private static ObjectNode metadata(ObjectNode object) {
        return object.get("metadata") instanceof ObjectNode metadata ? metadata : object.putObject("metadata");
    }
}
