package dev.quorate.simulator.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.SameJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What may not change once an object is there. */
final class ImmutableFields {

    private static final Set<String> STATEFUL_SET = Set.of(
            "replicas",
            "ordinals",
            "template",
            "updateStrategy",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy",
            "minReadySeconds");
    private static final Set<String> POD = Set.of(
            "containers", "initContainers", "activeDeadlineSeconds", "tolerations", "nodeName", "schedulingGates");

    private ImmutableFields() {}

    static List<Violation> check(Kind kind, ObjectNode before, ObjectNode after) {
        if (kind.equals(Kinds.STATEFUL_SET)) {
            return specButFor(
                    before,
                    after,
                    STATEFUL_SET,
                    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy',"
                            + " 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are"
                            + " forbidden");
        }
        if (kind.equals(Kinds.DEPLOYMENT) || kind.equals(Kinds.REPLICA_SET)) {
            return selector(before, after);
        }
        if (kind.equals(Kinds.CONFIG_MAP) || kind.equals(Kinds.SECRET)) {
            return markedImmutable(before, after);
        }
        if (kind.equals(Kinds.POD)) {
            return pod(before, after);
        }
        return kind.equals(Kinds.CLAIM) ? claim(before, after) : List.of();
    }

    private static List<Violation> specButFor(
            ObjectNode before, ObjectNode after, Set<String> changeable, String message) {
        boolean same = SameJson.same(without(before.path("spec"), changeable), without(after.path("spec"), changeable));
        return same ? List.of() : List.of(Violation.forbidden("spec", message));
    }

    private static List<Violation> selector(ObjectNode before, ObjectNode after) {
        JsonNode selector = after.path("spec").path("selector");
        return SameJson.same(before.path("spec").path("selector"), selector)
                ? List.of()
                : List.of(Violation.invalid("spec.selector", selector, "field is immutable"));
    }

    private static List<Violation> markedImmutable(ObjectNode before, ObjectNode after) {
        if (!before.path("immutable").asBoolean()) {
            return List.of();
        }
        String rule = "field is immutable when `immutable` is set";
        List<Violation> found = new ArrayList<>();
        if (!after.path("immutable").asBoolean()) {
            found.add(Violation.forbidden("immutable", rule));
        }
        for (String field : List.of("data", "binaryData")) {
            if (!SameJson.same(before.path(field), after.path(field))) {
                found.add(Violation.forbidden(field, rule));
            }
        }
        return found;
    }

    private static List<Violation> pod(ObjectNode before, ObjectNode after) {
        for (String list : List.of("containers", "initContainers")) {
            if (before.path("spec").path(list).size()
                    != after.path("spec").path(list).size()) {
                return List.of(Violation.forbidden("spec." + list, "pod updates may not add or remove containers"));
            }
        }
        boolean containers = SameJson.same(images(before), images(after));
        boolean rest = SameJson.same(without(before.path("spec"), POD), without(after.path("spec"), POD));
        return containers && rest
                ? List.of()
                : List.of(Violation.forbidden(
                        "spec",
                        "pod updates may not change fields other than `spec.containers[*].image`,"
                                + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only"
                                + " additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to"
                                + " be set to 1 if it was previously negative)"));
    }

    /** The containers with the one part that may change left out. */
    private static JsonNode images(ObjectNode pod) {
        ObjectNode lists = JsonNodeFactory.instance.objectNode();
        for (String list : List.of("containers", "initContainers")) {
            var kept = lists.putArray(list);
            pod.path("spec").path(list).forEach(container -> kept.add(without(container, Set.of("image"))));
        }
        return lists;
    }

    private static List<Violation> claim(ObjectNode before, ObjectNode after) {
        boolean bound = before.path("status").path("phase").asText().equals("Bound");
        Set<String> changeable = bound
                ? Set.of("resources", "volumeAttributesClassName")
                : Set.of("volumeName", "volumeAttributesClassName");
        List<Violation> found = new ArrayList<>(
                specButFor(
                        before,
                        after,
                        changeable,
                        "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"));
        JsonNode old = before.path("spec").path("resources").path("requests").path("storage");
        JsonNode now = after.path("spec").path("resources").path("requests").path("storage");
        boolean shrunk = bytes(now.asText()).compareTo(bytes(old.asText())) < 0;
        if (shrunk) {
            found.add(Violation.forbidden(
                    "spec.resources.requests.storage", "field can not be less than status.capacity"));
        }
        return found;
    }

    private static BigDecimal bytes(String quantity) {
        return Quantity.of(quantity);
    }

    private static JsonNode without(JsonNode object, Set<String> fields) {
        if (!(object instanceof ObjectNode)) {
            return NullNode.getInstance();
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(field -> {
            if (!fields.contains(field.getKey())) {
                copy.set(field.getKey(), field.getValue());
            }
        });
        return copy;
    }
}
