package dev.quorate.simulator.behaviour;

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
        for (Condition each : all()) {
            boolean same = new Pod(namespace)
                    .condition(each.type())
                    .path("status")
                    .asText()
                    .equals(each.status());
            String since = same
                    ? new Pod(namespace)
                            .condition(each.type())
                            .path("lastTransitionTime")
                            .asText()
                    : now;
            list.addObject()
                    .put("type", each.type())
                    .put("status", each.status())
                    .put("lastTransitionTime", since)
                    .put("reason", each.reason())
                    .put("message", each.message());
        }
        return list;
    }

    private List<Condition> all() {
        return List.of(
                Condition.fine(
                        "NamespaceDeletionDiscoveryFailure",
                        "ResourcesDiscovered",
                        "All resources successfully discovered"),
                Condition.fine(
                        "NamespaceDeletionGroupVersionParsingFailure",
                        "ParsedGroupVersions",
                        "All legacy kube types successfully parsed"),
                Condition.fine(
                                "NamespaceDeletionContentFailure",
                                "ContentDeleted",
                                "All content successfully deleted, may be waiting on finalization")
                        .unless("ContentDeletionFailed", "", failed),
                Condition.fine("NamespaceContentRemaining", "ContentRemoved", "All content successfully removed")
                        .unless("SomeResourcesRemain", "Some resources are remaining: ", objects),
                Condition.fine(
                                "NamespaceFinalizersRemaining",
                                "ContentHasNoFinalizers",
                                "All content-preserving finalizers finished")
                        .unless(
                                "SomeFinalizersRemain",
                                "Some content in the namespace has finalizers remaining: ",
                                finalizers));
    }

    private record Condition(String type, String status, String reason, String message) {

        static Condition fine(String type, String reason, String message) {
            return new Condition(type, "False", reason, message);
        }

        /** The opposite where there is something to tell. */
        Condition unless(String otherReason, String otherMessage, String what) {
            return what.isEmpty() ? this : new Condition(type, "True", otherReason, otherMessage + what);
        }
    }
}
