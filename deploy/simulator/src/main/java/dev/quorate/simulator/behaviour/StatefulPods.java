package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes and deletes the pods of StatefulSets and their claims, and says so in events. */
final class StatefulPods {

    private static final Events.Source SOURCE = Events.Source.of("statefulset-controller");
    private static final Store.Writer WRITER = Store.Writer.of(Cluster.CONTROLLER_MANAGER);

    private final Cluster cluster;

    StatefulPods(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The pod of an ordinal at a revision, not yet created: it has no phase. */
    Pod make(StatefulSet set, ObjectNode revision, int ordinal) {
        ObjectNode template = Revisions.template(revision);
        String name = set.podName(ordinal);
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.put("kind", "Pod").put("apiVersion", "v1");
        ObjectNode metadata = pod.putObject("metadata");
        metadata.put("name", name).put("generateName", set.name() + "-").put("namespace", set.namespace());
        Map<String, JsonNode> labels = new TreeMap<>();
        template.path("metadata")
                .path("labels")
                .properties()
                .forEach(each -> labels.put(each.getKey(), each.getValue()));
        JsonNodeFactory text = JsonNodeFactory.instance;
        labels.put("apps.kubernetes.io/pod-index", text.textNode(Integer.toString(ordinal)));
        labels.put(Pod.REVISION_LABEL, text.textNode(Metadata.name(revision)));
        labels.put("statefulset.kubernetes.io/pod-name", text.textNode(name));
        metadata.putObject("labels").setAll(labels);
        for (String field : List.of("annotations", "finalizers")) {
            if (template.path("metadata").has(field)) {
                metadata.set(field, template.path("metadata").get(field));
            }
        }
        metadata.putArray("ownerReferences").add(set.ownerReference());
        pod.set("spec", spec(set, template, name));
        return new Pod(pod);
    }

    private static ObjectNode spec(StatefulSet set, ObjectNode template, String name) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        ArrayNode volumes = JsonNodeFactory.instance.arrayNode();
        Set<String> claims = new HashSet<>();
        for (JsonNode claim : set.spec().path("volumeClaimTemplates")) {
            String claimName = claim.path("metadata").path("name").asText();
            claims.add(claimName);
            volumes.addObject()
                    .put("name", claimName)
                    .putObject("persistentVolumeClaim")
                    .put("claimName", claimName + "-" + name);
        }
        for (JsonNode volume : template.path("spec").path("volumes")) {
            if (!claims.contains(volume.path("name").asText())) {
                volumes.add(volume);
            }
        }
        if (!volumes.isEmpty()) {
            spec.set("volumes", volumes);
        }
        template.path("spec").properties().forEach(each -> {
            if (!each.getKey().equals("volumes")) {
                spec.set(each.getKey(), each.getValue());
            }
        });
        spec.put("hostname", name);
        if (!set.spec().path("serviceName").asText().isEmpty()) {
            spec.put("subdomain", set.spec().path("serviceName").asText());
        }
        return spec;
    }

    /** Creates the claims that are missing, then the pod. False when its name is taken, or the namespace is to go. */
    boolean create(StatefulSet set, Pod pod) {
        createMissingClaims(set, pod);
        if (cluster.store().get(pod.key()).isPresent() || !cluster.takes(set.namespace())) {
            return false;
        }
        cluster.create(Kinds.POD, pod.tree().deepCopy(), WRITER);
        cluster.events().normal(SOURCE, set.tree(), "SuccessfulCreate", message("Create", set, pod));
        return true;
    }

    void createMissingClaims(StatefulSet set, Pod pod) {
        for (JsonNode template : set.spec().path("volumeClaimTemplates")) {
            String name = template.path("metadata").path("name").asText() + "-" + pod.name();
            if (cluster.get(Kinds.CLAIM, set.namespace(), name).isEmpty() && cluster.takes(set.namespace())) {
                cluster.create(Kinds.CLAIM, claim(set, template, name), WRITER);
                cluster.events()
                        .normal(
                                SOURCE,
                                set.tree(),
                                "SuccessfulCreate",
                                "Create Claim " + name + " Pod " + pod.name() + " in StatefulSet " + set.name()
                                        + " success");
            }
        }
    }

    private static ObjectNode claim(StatefulSet set, JsonNode template, String name) {
        ObjectNode claim = JsonNodeFactory.instance.objectNode();
        claim.put("kind", "PersistentVolumeClaim").put("apiVersion", "v1");
        ObjectNode metadata = claim.putObject("metadata");
        metadata.put("name", name).put("namespace", set.namespace());
        Map<String, JsonNode> labels = new TreeMap<>();
        template.path("metadata")
                .path("labels")
                .properties()
                .forEach(each -> labels.put(each.getKey(), each.getValue()));
        set.selector().equal().forEach((key, value) -> labels.put(key, JsonNodeFactory.instance.textNode(value)));
        metadata.putObject("labels").setAll(labels);
        if (template.path("metadata").has("annotations")) {
            metadata.set(
                    "annotations", template.path("metadata").get("annotations").deepCopy());
        }
        claim.set("spec", template.path("spec").deepCopy());
        return claim;
    }

    void delete(StatefulSet set, Pod pod) {
        if (cluster.store().get(pod.key()).isPresent()) {
            cluster.store().delete(pod.key(), Store.Deletion.BACKGROUND);
            cluster.events().normal(SOURCE, set.tree(), "SuccessfulDelete", message("Delete", set, pod));
        }
    }

    void updated(StatefulSet set, Pod pod) {
        cluster.events().normal(SOURCE, set.tree(), "SuccessfulUpdate", message("Update", set, pod));
    }

    private static String message(String verb, StatefulSet set, Pod pod) {
        return verb + " Pod " + pod.name() + " in StatefulSet " + set.name() + " successful";
    }

    /** The claims of a pod that exist. */
    List<ObjectNode> claims(StatefulSet set, Pod pod) {
        List<ObjectNode> claims = new ArrayList<>();
        for (JsonNode template : set.spec().path("volumeClaimTemplates")) {
            cluster.store()
                    .get(new Key(
                            Kinds.CLAIM,
                            set.namespace(),
                            template.path("metadata").path("name").asText() + "-" + pod.name()))
                    .ifPresent(claims::add);
        }
        return claims;
    }
}
