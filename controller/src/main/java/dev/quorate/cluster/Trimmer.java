package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.quorate.state.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps of an object what decisions are made on, so that a controller of a thousand apps stays small. Pods are most of a
 * cache: of them little more is kept than where they are and how they fare. The tree that comes in is left as it is.
 */
final class Trimmer {

    /** Kinds whose fields Git decides about. */
    private static final Set<Kind> JUDGED = EnumSet.of(
            Kind.STATEFUL_SET,
            Kind.SERVICE,
            Kind.CONFIG_MAP,
            Kind.POD_DISRUPTION_BUDGET,
            Kind.HORIZONTAL_POD_AUTOSCALER,
            Kind.CRON_JOB,
            Kind.SCALE_TARGET);

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private static final List<String> UNREAD_OF_PODS = List.of("ownerReferences", "generateName", "annotations");
    /** Says which VerticalPodAutoscaler changed a pod; of the other annotations nothing is asked. */
    private static final String VERTICAL_MARK = "vpaUpdates";

    private static final Set<String> CONDITION = Set.of("type", "status", "reason", "message");
    private static final Set<String> CONTAINER = Set.of("name", "image");
    private static final Set<String> CONTAINER_STATUS =
            Set.of("name", "ready", "started", "restartCount", "state", "lastState");
    private static final Set<String> POD_STATUS = Set.of("phase", "podIP", "reason", "message", "startTime");
    private static final List<String> CONTAINER_LISTS = List.of("initContainers", "containers");
    private static final List<String> CONTAINER_STATUSES = List.of("initContainerStatuses", "containerStatuses");

    /** Values that every pod repeats: one node for all of them. */
    private static final Map<String, TextNode> WORDS = Stream.of(
                    "True",
                    "False",
                    "Unknown",
                    "Ready",
                    "Initialized",
                    "PodScheduled",
                    "ContainersReady",
                    "PodReadyToStartContainers",
                    "ContainersNotReady",
                    "ContainersNotInitialized",
                    "Unschedulable",
                    "Pending",
                    "Running",
                    "v1",
                    "Pod",
                    "quorate")
            .collect(Collectors.toUnmodifiableMap(Function.identity(), TextNode::valueOf));

    private Trimmer() {}

    /** Whether it is asked of objects of a kind who set their fields. */
    static boolean keepsOwners(Kind kind) {
        return JUDGED.contains(kind);
    }

    static ObjectNode trim(Kind kind, ObjectNode object) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        kept.setAll(object);
        kept.set("metadata", metadata(object.path("metadata")));
        if (keepsOwners(kind)) {
            others(object.at("/metadata/managedFields"))
                    .ifPresent(owners -> ((ObjectNode) kept.get("metadata")).set("managedFields", owners));
        }
        if (kind == Kind.POD) {
            ObjectNode own = (ObjectNode) kept.get("metadata");
            own.remove(UNREAD_OF_PODS);
            JsonNode mark = object.at("/metadata/annotations").path(VERTICAL_MARK);
            if (mark.isTextual()) {
                own.putObject("annotations").set(VERTICAL_MARK, mark);
            }
            kept.set("spec", podSpec(object.path("spec")));
            kept.set("status", podStatus(object.path("status")));
        } else if (kind == Kind.SECRET) {
            kept.remove("data");
        } else if (kind == Kind.HORIZONTAL_POD_AUTOSCALER) {
            kept.set("status", conditions(object.path("status")));
        } else if (kind == Kind.NODE) {
            kept.set("spec", fields(object.path("spec"), Set.of("unschedulable", "taints")));
            kept.set("status", conditions(object.path("status")));
        }
        return kept;
    }

    private static ObjectNode metadata(JsonNode metadata) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        metadata.properties().stream()
                .filter(field -> !field.getKey().equals("managedFields"))
                .forEach(field -> kept.set(field.getKey(), field.getValue()));
        if (metadata.path("annotations").has(LAST_APPLIED)) {
            ObjectNode annotations = JsonNodeFactory.instance.objectNode();
            annotations.setAll((ObjectNode) metadata.get("annotations"));
            annotations.remove(LAST_APPLIED);
            kept.set("annotations", annotations);
        }
        return kept;
    }

    /** Who else set fields than we: there is nobody, but for what somebody changed by hand. */
    private static Optional<ArrayNode> others(JsonNode owners) {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode owner : owners) {
            boolean status = owner.path("subresource").asText().equals("status");
            if (!status && !owner.path("manager").asText().equals(FieldOwners.MANAGER)) {
                kept.add(owner);
            }
        }
        return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
    }

    private static ObjectNode podSpec(JsonNode spec) {
        ObjectNode kept = fields(spec, Set.of("nodeName"));
        for (String list : CONTAINER_LISTS) {
            copyList(spec, list, kept, CONTAINER);
        }
        return kept;
    }

    private static ObjectNode podStatus(JsonNode status) {
        ObjectNode kept = fields(status, POD_STATUS);
        kept.setAll(conditions(status));
        for (String list : CONTAINER_STATUSES) {
            copyList(status, list, kept, CONTAINER_STATUS);
        }
        return kept;
    }

    private static ObjectNode conditions(JsonNode status) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        copyList(status, "conditions", kept, CONDITION);
        return kept;
    }

    private static void copyList(JsonNode from, String list, ObjectNode to, Set<String> names) {
        JsonNode items = from.path(list);
        if (items.isEmpty()) {
            return;
        }
        ArrayNode kept = to.putArray(list);
        items.forEach(item -> kept.add(fields(item, names)));
    }

    private static ObjectNode fields(JsonNode from, Set<String> names) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        from.properties().stream()
                .filter(field -> names.contains(field.getKey()))
                .forEach(field -> kept.set(field.getKey(), shared(field.getValue())));
        return kept;
    }

    private static JsonNode shared(JsonNode value) {
        return value.isTextual() ? WORDS.getOrDefault(value.asText(), (TextNode) value) : value;
    }
}
