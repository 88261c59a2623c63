package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.quorate.simulator.store.SameJson;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares answers after what differs from run to run, or belongs to other parts of a cluster, has been hidden. */
public final class Masks {

    private static final Set<String> VARYING = Set.of(
            "uid",
            "resourceVersion",
            "creationTimestamp",
            "deletionTimestamp",
            "time",
            "lastTransitionTime",
            "continue",
            "description",
            "remainingItemCount");
    private static final Set<String> CONTROLLERS =
            Set.of("kube-controller-manager", "kube-scheduler", "kubelet", "kube-apiserver", "local-provisioner");
    private static final Set<String> WORKLOADS = Set.of("StatefulSet", "Deployment", "ReplicaSet", "Pod");
    private static final String UID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    private Masks() {}

    public static Optional<String> difference(JsonNode expected, JsonNode actual) {
        boolean controlled = WORKLOADS.contains(expected.path("kind").asText()) && isControlled(expected);
        return controlled
                ? compare(mask(withoutStatus(expected)), mask(withoutStatus(actual)), "")
                : compare(mask(expected), mask(actual), "");
    }

    /** Whether a controller, which this replay has none of, has written to the object. */
    private static boolean isControlled(JsonNode object) {
        for (JsonNode entry : object.path("metadata").path("managedFields")) {
            if (CONTROLLERS.contains(entry.path("manager").asText())) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode withoutStatus(JsonNode object) {
        ObjectNode copy = object.deepCopy();
        copy.remove("status");
        return copy;
    }

    static JsonNode mask(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return maskObject(object);
        }
        if (value instanceof ArrayNode array) {
            ArrayNode masked = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> {
                if (!CONTROLLERS.contains(item.path("manager").asText())) {
                    masked.add(mask(item));
                }
            });
            return masked;
        }
        return value.isTextual() ? TextNode.valueOf(text(value.asText())) : value;
    }

    private static ObjectNode maskObject(ObjectNode object) {
        ObjectNode masked = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(field -> {
            String name = field.getKey();
            if (VARYING.contains(name)) {
                masked.put(name, "*");
            } else if (name.equals("name") && object.has("generateName")) {
                masked.put(name, object.path("generateName").asText() + "*");
            } else if (!serviceAccountToken(field.getValue())) {
                masked.set(text(name), mask(field.getValue()));
            }
        });
        if (object.path("managedFields").isArray()
                && masked.path("managedFields").isEmpty()) {
            masked.remove("managedFields");
        }
        return masked;
    }

    /** The token volume that pods are given for their service account is not simulated. */
    private static boolean serviceAccountToken(JsonNode list) {
        return list.size() == 1 && list.path(0).path("name").asText().startsWith("kube-api-access-");
    }

    private static String text(String text) {
        return text.replaceAll(UID, "<uid>")
                .replaceAll("\\(\\d+\\)", "(<version>)")
                .replaceAll("current: \\d+", "current: <version>")
                .replaceAll("patch: Invalid value: \"\\{.*\\}\"", "patch: Invalid value: <object>")
                .replaceAll("^Invalid value: \"\\{.*\\}\"", "Invalid value: <object>")
                .replaceAll("^\\d+[smhd](\\d+[smhd])?$", "<age>");
    }

    private static Optional<String> compare(JsonNode expected, JsonNode actual, String path) {
        if (SameJson.same(expected, actual)) {
            return Optional.empty();
        }
        if (expected.isObject() && actual.isObject()) {
            Set<String> names = new TreeSet<>();
            expected.fieldNames().forEachRemaining(names::add);
            actual.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                Optional<String> found = compare(expected.path(name), actual.path(name), path + "." + name);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++) {
                Optional<String> found = compare(expected.path(i), actual.path(i), path + "[" + i + "]");
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return SameJson.same(expected, actual)
                ? Optional.empty()
                : Optional.of(path + ": " + Replay.shortened(shown(expected)) + " expected, got "
                        + Replay.shortened(shown(actual)));
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "nothing" : value.toString();
    }
}
