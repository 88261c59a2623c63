package dev.quorate.simulator.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.SameJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the server refuses with 422: the rules of all objects, then those of the kind. */
public final class Validation {

    private static final int MOST_ANNOTATIONS = 256 * 1024;

    private Validation() {}

    public static List<Violation> create(Kind kind, ObjectNode object) {
        List<Violation> found = new ArrayList<>();
        Names.prefix(kind, object.path("metadata").path("generateName").asText())
                .ifPresent(found::add);
        Names.object(kind, Metadata.name(object)).ifPresent(found::add);
        metadata(object, found);
        found.addAll(ofKind(kind, object));
        return found;
    }

    /** @param before what is stored, whose unchangeable parts the new state has already been given */
    public static List<Violation> update(Kind kind, ObjectNode before, ObjectNode after, String subresource) {
        List<Violation> found = new ArrayList<>();
        metadata(after, found);
        newFinalizers(before, after, found);
        if (subresource.equals("status")) {
            found.addAll(StatusRules.check(kind, before, after));
            return found;
        }
        found.addAll(ofKind(kind, after));
        found.addAll(ImmutableFields.check(kind, before, after));
        return found;
    }

    /** The metadata that a client sent against what is stored. */
    public static List<Violation> immutableMetadata(ObjectNode before, ObjectNode sent) {
        List<Violation> found = new ArrayList<>();
        for (String field : List.of("uid", "deletionTimestamp")) {
            JsonNode asked = sent.path("metadata").path(field);
            boolean differs = !asked.isMissingNode()
                    && !asked.isNull()
                    && !SameJson.same(asked, before.path("metadata").path(field));
            if (differs) {
                Violation violation = Violation.invalid("metadata." + field, asked, "field is immutable");
                found.add(violation);
                // the generic and the kind's own update rules both say so
                found.add(violation);
            }
        }
        return found;
    }

    private static List<Violation> ofKind(Kind kind, ObjectNode object) {
        if (kind.equals(Kinds.CONFIG_MAP) || kind.equals(Kinds.SECRET)) {
            return DataRules.check(kind, object);
        }
        if (kind.equals(Kinds.STATEFUL_SET) || kind.equals(Kinds.DEPLOYMENT) || kind.equals(Kinds.REPLICA_SET)) {
            return WorkloadRules.check(object);
        }
        if (kind.equals(Kinds.POD)) {
            return PodRules.check(object.path("spec"), "spec");
        }
        if (kind.equals(Kinds.EVENT)) {
            return event(object);
        }
        if (kind.equals(Kinds.LEASE)) {
            return NumberRules.lease(object.path("spec"));
        }
        return kind.equals(Kinds.AUTOSCALER) ? AutoscalerRules.check(object.path("spec")) : List.of();
    }

    /** An event lies in the namespace of what it is about; what has none has its events in default. */
    private static List<Violation> event(ObjectNode event) {
        String about = event.path("involvedObject").path("namespace").asText();
        String in = Metadata.namespace(event);
        boolean fits = about.isEmpty() ? Set.of("default", "kube-system").contains(in) : about.equals(in);
        return fits
                ? List.of()
                : List.of(Violation.invalid("involvedObject.namespace", about, "does not match event.namespace"));
    }

    private static void metadata(ObjectNode object, List<Violation> found) {
        JsonNode metadata = object.path("metadata");
        metadata.path("labels").properties().forEach(label -> {
            Names.key("metadata.labels", label.getKey(), label.getKey()).ifPresent(found::add);
            Names.labelValue("metadata.labels", label.getValue().asText()).ifPresent(found::add);
        });
        annotations(metadata.path("annotations"), found);
        int index = 0;
        for (JsonNode finalizer : metadata.path("finalizers")) {
            Names.finalizer(index, finalizer.asText()).ifPresent(found::add);
            index++;
        }
        owners(metadata.path("ownerReferences"), found);
    }

    private static void annotations(JsonNode annotations, List<Violation> found) {
        String field = "metadata.annotations";
        long size = 0;
        for (Map.Entry<String, JsonNode> annotation : annotations.properties()) {
            String key = annotation.getKey();
            Names.key(field, key, key.toLowerCase(Locale.ROOT)).ifPresent(found::add);
            size += DataRules.bytes(key) + DataRules.bytes(annotation.getValue().asText());
        }
        if (size > MOST_ANNOTATIONS) {
            found.add(Violation.tooLong(field, MOST_ANNOTATIONS));
        }
    }

    private static void owners(JsonNode references, List<Violation> found) {
        String field = "metadata.ownerReferences";
        List<JsonNode> controllers = new ArrayList<>();
        for (JsonNode reference : references) {
            for (String required : List.of("apiVersion", "kind", "name", "uid")) {
                if (reference.path(required).asText().isEmpty()) {
                    String rule = required.equals("apiVersion") ? "version must not be empty" : "must not be empty";
                    found.add(Violation.invalid(field + "." + required, "", rule));
                }
            }
            if (reference.path("controller").asBoolean()) {
                controllers.add(reference);
            }
        }
        if (controllers.size() > 1) {
            found.add(Violation.invalid(
                    field,
                    references,
                    "Only one reference can have Controller set to true. Found \"true\" in references for "
                            + owner(controllers.get(0)) + " and " + owner(controllers.get(1))));
        }
    }

    private static String owner(JsonNode reference) {
        return reference.path("kind").asText() + "/" + reference.path("name").asText();
    }

    private static void newFinalizers(ObjectNode before, ObjectNode after, List<Violation> found) {
        if (!Metadata.terminating(before)) {
            return;
        }
        List<String> added = new ArrayList<>(Metadata.finalizers(after));
        added.removeAll(Metadata.finalizers(before));
        if (!added.isEmpty()) {
            String listed = added.stream()
                    .map(name -> "\"" + name + "\"")
                    .reduce((one, other) -> one + ", " + other)
                    .orElse("");
            Violation violation = Violation.forbidden(
                    "metadata.finalizers",
                    "no new finalizers can be added if the object is being deleted, found new finalizers []string{"
                            + listed + "}");
            // said twice by a real server, as with all rules of metadata
            found.addAll(List.of(violation, violation));
        }
    }
}
