package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ReplicaSets of one Deployment as its history: one for each template, numbered in the order in which they were wanted. */
record DeploymentRevisions(Deployment deployment, List<ReplicaSet> sets) {

    static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
    static final String MOST = "deployment.kubernetes.io/max-replicas";

    private static final String HISTORY = "deployment.kubernetes.io/revision-history";
    private static final Set<String> NOT_COPIED =
            Set.of("kubectl.kubernetes.io/last-applied-configuration", Deployment.REVISION, HISTORY, DESIRED, MOST);

    /** The set of the wanted template, if there is one. */
    Optional<ReplicaSet> newest() {
        return sets.stream()
                .filter(set -> Revisions.same(withoutHash(set.template()), withoutHash(deployment.template())))
                .min(ReplicaSet.BY_AGE);
    }

    private static JsonNode withoutHash(JsonNode template) {
        ObjectNode copy = template.deepCopy();
        if (copy.path("metadata").path("labels") instanceof ObjectNode labels) {
            labels.remove(ReplicaSet.HASH_LABEL);
        }
        return copy;
    }

    List<ReplicaSet> old() {
        Optional<ReplicaSet> newest = newest();
        return sets.stream()
                .filter(set ->
                        newest.filter(found -> found.uid().equals(set.uid())).isEmpty())
                .toList();
    }

    /** The number that the wanted template gets if it has no higher one. */
    long next() {
        return old().stream().mapToLong(DeploymentRevisions::number).max().orElse(0) + 1;
    }

    private static long number(ReplicaSet set) {
        String text = set.annotation(Deployment.REVISION);
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /** The set with its number and the annotations of the Deployment; absent when it has them. */
    Optional<ObjectNode> renumbered(ReplicaSet set) {
        ObjectNode copy = set.tree().deepCopy();
        ObjectNode annotations = ((ObjectNode) copy.path("metadata")).withObjectProperty("annotations");
        copyAnnotations(annotations);
        if (number(set) < next()) {
            String former = set.annotation(Deployment.REVISION);
            annotations.put(Deployment.REVISION, Long.toString(next()));
            if (!former.isEmpty()) {
                String history = set.annotation(HISTORY);
                annotations.put(HISTORY, history.isEmpty() ? former : history + "," + former);
            }
        }
        JsonNode wait = deployment.spec().path("minReadySeconds");
        if (wait.asLong(0) != set.minReadySeconds()) {
            ((ObjectNode) copy.path("spec")).put("minReadySeconds", wait.asLong(0));
        }
        return Optional.of(copy).filter(changed -> !changed.equals(set.tree()));
    }

    private void copyAnnotations(ObjectNode annotations) {
        for (Map.Entry<String, JsonNode> each : deployment.annotations().properties()) {
            if (!NOT_COPIED.contains(each.getKey())) {
                annotations.set(each.getKey(), each.getValue());
            }
        }
    }

    /** A set for the wanted template. */
    ObjectNode fresh(int replicas) {
        int collisions = deployment.status().path("collisionCount").asInt(0);
        String hash = Revisions.hash(deployment.template(), collisions);
        ObjectNode template = deployment.template().deepCopy();
        label(template.withObjectProperty("metadata").withObjectProperty("labels"), hash);
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        set.put("kind", "ReplicaSet").put("apiVersion", "apps/v1");
        ObjectNode metadata = set.putObject("metadata");
        metadata.put("name", deployment.name() + "-" + hash).put("namespace", deployment.namespace());
        metadata.set("labels", template.path("metadata").path("labels").deepCopy());
        ObjectNode annotations = metadata.putObject("annotations");
        copyAnnotations(annotations);
        annotations.put(Deployment.REVISION, Long.toString(next()));
        bounds(annotations);
        metadata.putArray("ownerReferences").add(deployment.ownerReference());
        ObjectNode spec = set.putObject("spec").put("replicas", replicas);
        if (deployment.spec().path("minReadySeconds").asLong(0) > 0) {
            spec.set("minReadySeconds", deployment.spec().path("minReadySeconds"));
        }
        ObjectNode selector = deployment.spec().path("selector").deepCopy();
        label(selector.withObjectProperty("matchLabels"), hash);
        spec.set("selector", selector);
        spec.set("template", template);
        return set;
    }

    private static void label(ObjectNode labels, String hash) {
        labels.put(ReplicaSet.HASH_LABEL, hash);
    }

    /** What the Deployment wanted when this set was scaled last; a difference shows that it was scaled since. */
    void bounds(ObjectNode annotations) {
        annotations.put(DESIRED, Integer.toString(deployment.replicas()));
        annotations.put(MOST, Integer.toString(deployment.replicas() + deployment.maxSurge()));
    }

    /** Empty sets beyond the limit, those of the lowest numbers. */
    List<Key> surplus() {
        List<ReplicaSet> old = old().stream().filter(set -> !set.terminating()).toList();
        return old.stream()
                .sorted(Comparator.comparingLong(DeploymentRevisions::number))
                .limit(Math.max(0, old.size() - deployment.revisionHistoryLimit()))
                .filter(set -> set.counted("replicas") == 0
                        && set.replicas() == 0
                        && set.generation() <= set.counted("observedGeneration"))
                .map(set -> new Key(Kinds.REPLICA_SET, set.namespace(), set.name()))
                .toList();
    }
}
