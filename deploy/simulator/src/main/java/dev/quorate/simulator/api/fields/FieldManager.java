package dev.quorate.simulator.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
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
        JsonNode given = ManagedFields.list(after);
        JsonNode stored = before.map(ManagedFields::list).orElseGet(MissingNode::getInstance);
        boolean goesOn = before.isPresent() && (given.isEmpty() || SameJson.same(given, stored));
        if (cleared(given) || (goesOn && stored.isEmpty())) {
            metadata(after).remove("managedFields");
            return;
        }
        ObjectNode old = before.orElseGet(JsonNodeFactory.instance::objectNode);
        Comparison changes = changes(kind, old, after, writer.subresource());
        if (goesOn && changes.isEmpty()) {
            metadata(after).set("managedFields", stored);
            return;
        }
        // a PUT may bring managedFields of its own; without any, the stored ones go on
        ManagedFields managed = goesOn ? ManagedFields.stored(stored) : ManagedFields.sent(given);
        Owner owner = new Owner(writer.manager(), false, kind.apiVersion(), writer.subresource());
        update(changes, managed, owner, Metadata.timestamp(now));
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
        ManagedFields managed = ManagedFields.stored(ManagedFields.list(before));
        if (managed.isEmpty() && live.isPresent()) {
            Owner owner = new Owner(BEFORE_FIRST_APPLY, false, kind.apiVersion(), "");
            Comparison all = changes(kind, JsonNodeFactory.instance.objectNode(), before, "");
            update(all, managed, owner, Metadata.timestamp(now));
        }
        Owner owner = new Owner(writer.manager(), true, kind.apiVersion(), writer.subresource());
        FieldSet last = managed.fields(owner).orElse(FieldSet.EMPTY);
        FieldSet own = ours(kind, Typed.fields(config, schema), writer.subresource());
        managed.set(owner, own, managed.time(owner));
        JsonNode merged = Typed.merge(before, config, schema);
        FieldSet dropped = last.minus(own);
        ObjectNode after = Metadata.withOwnMetadata(
                (ObjectNode) (dropped.isEmpty() ? merged : Typed.prune(merged, last, managed.everything(), schema)));
        Comparison changes = changes(kind, before, after, writer.subresource());
        Map<Owner, FieldSet> conflicts = conflicts(changes, managed, owner);
        if (!force && !conflicts.isEmpty()) {
            throw ConflictException.of(conflicts);
        }
        release(changes, managed, owner);
        boolean changed = live.isEmpty() || !SameJson.same(withoutManaged(before), withoutManaged(after));
        if (changed) {
            managed.stamp(owner, stamp(owner, Metadata.timestamp(now)));
        }
        managed.writeTo(metadata(after));
        return after;
    }

    private static void update(Comparison changes, ManagedFields managed, Owner owner, String time) {
        for (Owner each : managed.owners()) {
            managed.remove(each, changes.removed());
            if (!each.equals(owner)) {
                managed.remove(each, changes.set());
            }
        }
        if (!changes.set().isEmpty()) {
            managed.add(owner, changes.set(), stamp(owner, time));
        }
    }

    /** What is written through the scale subresource carries no time. */
    private static String stamp(Owner owner, String time) {
        return owner.subresource().equals("scale") ? "" : time;
    }

    private static Map<Owner, FieldSet> conflicts(Comparison changes, ManagedFields managed, Owner owner) {
        Map<Owner, FieldSet> conflicts = new LinkedHashMap<>();
        for (Owner each : managed.owners()) {
            FieldSet common = managed.common(each, changes.set());
            if (!each.equals(owner) && !common.isEmpty()) {
                conflicts.put(each, common);
            }
        }
        return conflicts;
    }

    private static void release(Comparison changes, ManagedFields managed, Owner owner) {
        for (Owner each : managed.owners()) {
            if (!each.equals(owner)) {
                managed.remove(each, changes.set());
                managed.remove(each, changes.removed());
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

    /** The one way to clear the list is to set it to one empty entry. */
    private static boolean cleared(JsonNode list) {
        return list.size() == 1 && list.path(0).isEmpty();
    }

    private static ObjectNode withoutManaged(ObjectNode object) {
        ObjectNode copy = Metadata.withOwnMetadata(object);
        metadata(copy).remove("managedFields");
        return copy;
    }

    private static ObjectNode metadata(ObjectNode object) {
        return object.get("metadata") instanceof ObjectNode metadata ? metadata : object.putObject("metadata");
    }
}
