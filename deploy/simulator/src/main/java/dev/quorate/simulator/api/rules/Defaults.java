package dev.quorate.simulator.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** The defaults of each built-in kind, as they are visible in a created object. Trees are changed in place. */
public final class Defaults {

    private static final Map<Kind, Consumer<ObjectNode>> BY_KIND = Map.ofEntries(
            Map.entry(Kinds.POD, Defaults::pod),
            Map.entry(Kinds.STATEFUL_SET, Defaults::statefulSet),
            Map.entry(Kinds.DEPLOYMENT, Defaults::deployment),
            Map.entry(Kinds.REPLICA_SET, Defaults::replicaSet),
            Map.entry(Kinds.SERVICE, Defaults::service),
            Map.entry(Kinds.CLAIM, Defaults::claim),
            Map.entry(Kinds.VOLUME, Defaults::volume),
            Map.entry(Kinds.SECRET, Defaults::secret),
            Map.entry(Kinds.NAMESPACE, Defaults::namespace),
            Map.entry(Kinds.AUTOSCALER, AutoscalerDefaults::apply),
            Map.entry(Kinds.STORAGE_CLASS, Defaults::storageClass),
            Map.entry(Kinds.ENDPOINT_SLICE, Defaults::endpointSlice),
            Map.entry(Kinds.CUSTOM_RESOURCE_DEFINITION, Defaults::definition));

    private Defaults() {}

    public static void apply(Kind kind, ObjectNode object) {
        BY_KIND.getOrDefault(kind, any -> {}).accept(object);
    }

    private static void pod(ObjectNode pod) {
        ObjectNode spec = Trees.child(pod, "spec");
        PodDefaults.spec(spec);
        Trees.put(spec, "enableServiceLinks", true);
        Trees.objects(spec.path("containers")).forEach(Defaults::requestsFromLimits);
        Trees.put(Trees.child(pod, "status"), "phase", "Pending");
    }

    private static void requestsFromLimits(ObjectNode container) {
        ObjectNode resources = Trees.child(container, "resources");
        resources.path("limits").properties().forEach(limit -> {
            ObjectNode requests = Trees.child(resources, "requests");
            if (!requests.has(limit.getKey())) {
                requests.set(limit.getKey(), limit.getValue());
            }
        });
    }

    private static void statefulSet(ObjectNode set) {
        ObjectNode spec = Trees.child(set, "spec");
        template(spec);
        Trees.put(spec, "replicas", 1);
        Trees.put(spec, "podManagementPolicy", "OrderedReady");
        ObjectNode strategy = Trees.child(spec, "updateStrategy");
        Trees.put(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            Trees.put(Trees.child(strategy, "rollingUpdate"), "partition", 0);
        }
        Trees.put(spec, "revisionHistoryLimit", 10);
        ObjectNode retention = Trees.child(spec, "persistentVolumeClaimRetentionPolicy");
        Trees.put(retention, "whenDeleted", "Retain");
        Trees.put(retention, "whenScaled", "Retain");
        for (ObjectNode claim : Trees.objects(spec.path("volumeClaimTemplates"))) {
            claim.put("kind", "PersistentVolumeClaim").put("apiVersion", "v1");
            claim(claim);
        }
        ObjectNode status = Trees.child(set, "status");
        Trees.put(status, "replicas", 0);
        Trees.put(status, "availableReplicas", 0);
    }

    private static void deployment(ObjectNode deployment) {
        ObjectNode spec = Trees.child(deployment, "spec");
        template(spec);
        Trees.put(spec, "replicas", 1);
        ObjectNode strategy = Trees.child(spec, "strategy");
        Trees.put(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            ObjectNode rolling = Trees.child(strategy, "rollingUpdate");
            Trees.put(rolling, "maxUnavailable", "25%");
            Trees.put(rolling, "maxSurge", "25%");
        }
        Trees.put(spec, "revisionHistoryLimit", 10);
        Trees.put(spec, "progressDeadlineSeconds", 600);
        Trees.child(deployment, "status");
    }

    private static void replicaSet(ObjectNode set) {
        ObjectNode spec = Trees.child(set, "spec");
        template(spec);
        Trees.put(spec, "replicas", 1);
        Trees.put(Trees.child(set, "status"), "replicas", 0);
    }

    private static void template(ObjectNode spec) {
        PodDefaults.spec(Trees.child(Trees.child(spec, "template"), "spec"));
    }

    private static void service(ObjectNode service) {
        ObjectNode spec = Trees.child(service, "spec");
        Trees.put(spec, "type", "ClusterIP");
        Trees.put(spec, "sessionAffinity", "None");
        if (!spec.path("type").asText().equals("ExternalName")) {
            Trees.put(spec, "internalTrafficPolicy", "Cluster");
        }
        for (ObjectNode port : Trees.objects(spec.path("ports"))) {
            Trees.put(port, "protocol", "TCP");
            JsonNode target = port.path("targetPort");
            if (target.isMissingNode()
                    || target.asText().equals("0")
                    || target.asText().isEmpty()) {
                port.set("targetPort", port.path("port"));
            }
        }
        Trees.child(Trees.child(service, "status"), "loadBalancer");
    }

    private static void claim(ObjectNode claim) {
        Trees.put(Trees.child(claim, "spec"), "volumeMode", "Filesystem");
        Trees.put(Trees.child(claim, "status"), "phase", "Pending");
    }

    private static void volume(ObjectNode volume) {
        ObjectNode spec = Trees.child(volume, "spec");
        Trees.put(spec, "volumeMode", "Filesystem");
        Trees.put(spec, "persistentVolumeReclaimPolicy", "Retain");
        Trees.put(Trees.child(volume, "status"), "phase", "Pending");
    }

    private static void secret(ObjectNode secret) {
        Trees.put(secret, "type", "Opaque");
        secret.path("stringData")
                .properties()
                .forEach(entry -> Trees.child(secret, "data")
                        .put(
                                entry.getKey(),
                                Base64.getEncoder()
                                        .encodeToString(
                                                entry.getValue().asText().getBytes(StandardCharsets.UTF_8))));
        secret.remove("stringData");
    }

    private static void namespace(ObjectNode namespace) {
        ObjectNode metadata = Trees.child(namespace, "metadata");
        Trees.child(metadata, "labels")
                .put("kubernetes.io/metadata.name", metadata.path("name").asText());
        Trees.put(Trees.child(namespace, "status"), "phase", "Active");
    }

    private static void storageClass(ObjectNode storageClass) {
        Trees.put(storageClass, "reclaimPolicy", "Delete");
        Trees.put(storageClass, "volumeBindingMode", "Immediate");
    }

    /** Fields that are written even when they are empty, which nobody owns for that. */
    public static void complete(Kind kind, ObjectNode object) {
        if (kind.equals(Kinds.EVENT)) {
            event(object);
        }
    }

    private static void event(ObjectNode event) {
        Trees.child(event, "involvedObject");
        Trees.child(event, "source");
        for (String time : List.of("firstTimestamp", "lastTimestamp", "eventTime")) {
            if (!event.has(time)) {
                event.putNull(time);
            }
        }
        Trees.put(event, "reportingComponent", "");
        Trees.put(event, "reportingInstance", "");
    }

    private static void endpointSlice(ObjectNode slice) {
        for (ObjectNode port : Trees.objects(slice.path("ports"))) {
            Trees.put(port, "name", "");
            Trees.put(port, "protocol", "TCP");
        }
    }

    private static void definition(ObjectNode definition) {
        ObjectNode spec = Trees.child(definition, "spec");
        ObjectNode names = Trees.child(spec, "names");
        String kind = names.path("kind").asText();
        Trees.put(names, "singular", kind.toLowerCase(Locale.ROOT));
        Trees.put(names, "listKind", kind + "List");
        Trees.put(Trees.child(spec, "conversion"), "strategy", "None");
    }
}
