package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Metadata;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is left in a namespace that is to go, as the conditions of the namespace tell it.
 *
 * @param failed what could not be deleted yet; empty when all could
 * @param objects how many there are of each kind
 * @param finalizers how many objects each finalizer holds
 */
record NamespaceContent(String failed, String objects, String finalizers) {

    static NamespaceContent podsRemain(String namespace) {
        String message =
                "Failed to delete all resource types, 1 remaining: unexpected items still remain in namespace: "
                        + namespace + " for gvr: /v1, Resource=pods";
        return new NamespaceContent(message, "", "");
    }

    static NamespaceContent of(Map<Kind, List<ObjectNode>> left) {
        Map<String, Integer> finalizers = new TreeMap<>();
        left.values().stream()
                .flatMap(List::stream)
                .flatMap(object -> Metadata.finalizers(object).stream())
                .forEach(each -> finalizers.merge(each, 1, Integer::sum));
        String objects = left.entrySet().stream()
                .map(each -> each.getKey().plural() + "." + each.getKey().group() + " has "
                        + each.getValue().size() + " resource instances")
                .collect(Collectors.joining(", "));
        String held = finalizers.entrySet().stream()
                .map(each -> each.getKey() + " in " + each.getValue() + " resource instances")
                .collect(Collectors.joining(", "));
        return new NamespaceContent("", objects, held);
    }

    ArrayNode conditions(ObjectNode namespace, String now) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        list.add(condition(
                namespace,
                now,
                "NamespaceDeletionDiscoveryFailure",
                "ResourcesDiscovered",
                "",
                "All resources successfully discovered"));
        list.add(condition(
                namespace,
                now,
                "NamespaceDeletionGroupVersionParsingFailure",
                "ParsedGroupVersions",
                "",
                "All legacy kube types successfully parsed"));
        list.add(
                failed.isEmpty()
                        ? condition(
                                namespace,
                                now,
                                "NamespaceDeletionContentFailure",
                                "ContentDeleted",
                                "",
                                "All content successfully deleted, may be waiting on finalization")
                        : condition(
                                namespace,
                                now,
                                "NamespaceDeletionContentFailure",
                                "ContentDeletionFailed",
                                failed,
                                ""));
        list.add(
                objects.isEmpty()
                        ? condition(
                                namespace,
                                now,
                                "NamespaceContentRemaining",
                                "ContentRemoved",
                                "",
                                "All content successfully removed")
                        : condition(
                                namespace,
                                now,
                                "NamespaceContentRemaining",
                                "SomeResourcesRemain",
                                "Some resources are remaining: " + objects,
                                ""));
        list.add(
                finalizers.isEmpty()
                        ? condition(
                                namespace,
                                now,
                                "NamespaceFinalizersRemaining",
                                "ContentHasNoFinalizers",
                                "",
                                "All content-preserving finalizers finished")
                        : condition(
                                namespace,
                                now,
                                "NamespaceFinalizersRemaining",
                                "SomeFinalizersRemain",
                                "Some content in the namespace has finalizers remaining: " + finalizers,
                                ""));
        return list;
    }

    /** @param problem the message where the condition holds, otherwise empty */
    private static ObjectNode condition(
            ObjectNode namespace, String now, String type, String reason, String problem, String fine) {
        String value = problem.isEmpty() ? "False" : "True";
        JsonNode before = new Pod(namespace).condition(type);
        boolean same = before.path("status").asText().equals(value);
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("status", value)
                .put(
                        "lastTransitionTime",
                        same ? before.path("lastTransitionTime").asText() : now)
                .put("reason", reason)
                .put("message", problem.isEmpty() ? fine : problem);
    }
}
