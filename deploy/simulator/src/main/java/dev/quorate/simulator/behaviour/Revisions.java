package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The ControllerRevisions of StatefulSets: one per template, named by its hash, reused when a template comes back. */
final class Revisions {

    private static final String HASH_LABEL = "controller.kubernetes.io/hash";
    private static final String SAFE_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final JsonMapper CANONICAL =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    private final Cluster cluster;
    private final Map<String, TreeMap<String, ObjectNode>> byOwner = new HashMap<>();
    private final Map<Key, ObjectNode> orphans = new HashMap<>();

    Revisions(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The revision that rests and the one that is wanted; the same when nothing changes. */
    record Pair(ObjectNode current, ObjectNode update) {
        String currentName() {
            return Metadata.name(current);
        }

        String updateName() {
            return Metadata.name(update);
        }
    }

    void accept(Change change) {
        if (!change.key().kind().equals(Kinds.CONTROLLER_REVISION)) {
            return;
        }
        change.before().ifPresent(before -> {
            orphans.remove(change.key());
            ownerUid(before)
                    .ifPresent(uid -> byOwner.computeIfPresent(uid, (any, revisions) -> {
                        revisions.remove(change.key().name());
                        return revisions.isEmpty() ? null : revisions;
                    }));
        });
        if (change.type() != Change.Type.DELETED) {
            ownerUid(change.object())
                    .ifPresentOrElse(
                            uid -> byOwner.computeIfAbsent(uid, any -> new TreeMap<>())
                                    .put(change.key().name(), change.object()),
                            () -> orphans.put(change.key(), change.object()));
        }
    }

    /** Adopts what an orphaning delete left, then finds or makes the revision of the set's template. */
    Pair sync(StatefulSet set) {
        adoptOrphans(set);
        List<ObjectNode> revisions = list(set);
        ObjectNode update = updateRevision(set, revisions);
        String currentName = set.status().path("currentRevision").asText();
        ObjectNode current = revisions.stream()
                .filter(each -> Metadata.name(each).equals(currentName))
                .findFirst()
                .orElse(update);
        return new Pair(current, update);
    }

    private void adoptOrphans(StatefulSet set) {
        Selector selector = set.selector();
        List<Key> mine = orphans.entrySet().stream()
                .filter(each -> each.getKey().namespace().equals(set.namespace()))
                .filter(each ->
                        selector.matches(each.getValue().path("metadata").path("labels")))
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(Key::name))
                .toList();
        for (Key key : mine) {
            cluster.edit(
                    key,
                    Store.Writer.of(Cluster.CONTROLLER_MANAGER),
                    revision -> Owners.add(revision, set.ownerReference()));
        }
    }

    private List<ObjectNode> list(StatefulSet set) {
        List<ObjectNode> revisions =
                new ArrayList<>(byOwner.getOrDefault(set.uid(), new TreeMap<>()).values());
        revisions.sort(Comparator.<ObjectNode>comparingLong(
                        each -> each.path("revision").asLong())
                .thenComparing(Metadata::name));
        return revisions;
    }

    private ObjectNode updateRevision(StatefulSet set, List<ObjectNode> revisions) {
        ObjectNode data = data(set.template());
        List<ObjectNode> equal =
                revisions.stream().filter(each -> same(each.path("data"), data)).toList();
        long next = revisions.isEmpty()
                ? 1
                : revisions.get(revisions.size() - 1).path("revision").asLong() + 1;
        if (equal.isEmpty()) {
            return create(set, data, next);
        }
        ObjectNode found = equal.get(equal.size() - 1);
        if (found.path("revision").asLong() == next - 1) {
            return found;
        }
        ObjectNode newest = found.deepCopy();
        newest.put("revision", next);
        return cluster.store().write(Kinds.CONTROLLER_REVISION, newest, Store.Writer.of(Cluster.CONTROLLER_MANAGER));
    }

    private ObjectNode create(StatefulSet set, ObjectNode data, long number) {
        String hash = hash(data, 0);
        ObjectNode revision = JsonNodeFactory.instance.objectNode();
        revision.put("kind", "ControllerRevision").put("apiVersion", "apps/v1");
        ObjectNode metadata = revision.putObject("metadata");
        metadata.put("name", set.name() + "-" + hash).put("namespace", set.namespace());
        Map<String, JsonNode> labels = new TreeMap<>();
        set.template()
                .path("metadata")
                .path("labels")
                .properties()
                .forEach(each -> labels.put(each.getKey(), each.getValue()));
        labels.put(HASH_LABEL, JsonNodeFactory.instance.textNode(hash));
        metadata.putObject("labels").setAll(labels);
        metadata.putArray("ownerReferences").add(set.ownerReference());
        revision.set("data", data);
        revision.put("revision", number);
        return cluster.store().create(Kinds.CONTROLLER_REVISION, revision, Store.Writer.of(Cluster.CONTROLLER_MANAGER));
    }

    /** Drops the oldest revisions over the limit that no pod and no status refers to. */
    void truncate(StatefulSet set, Pair pair, List<Pod> pods) {
        Set<String> live = new HashSet<>(List.of(pair.currentName(), pair.updateName()));
        pods.forEach(pod -> live.add(pod.revision()));
        List<ObjectNode> history = list(set).stream()
                .filter(each -> !live.contains(Metadata.name(each)))
                .toList();
        int surplus = history.size() - Math.max(0, set.revisionHistoryLimit());
        history.stream()
                .limit(Math.max(0, surplus))
                .forEach(each -> cluster.delete(Metadata.key(Kinds.CONTROLLER_REVISION, each)));
    }

    /** The template that a revision keeps. */
    static ObjectNode template(ObjectNode revision) {
        ObjectNode template =
                revision.path("data").path("spec").path("template").deepCopy();
        template.remove("$patch");
        return template;
    }

    private static ObjectNode data(JsonNode template) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ObjectNode patch = data.putObject("spec").putObject("template");
        patch.put("$patch", "replace");
        template.properties()
                .forEach(each -> patch.set(each.getKey(), each.getValue().deepCopy()));
        return data;
    }

    /** As Kubernetes does: FNV-1 over the canonical JSON and the collision count, written in letters that form no words. */
    static String hash(JsonNode data, int collisions) {
        int sum = 0x811c9dc5;
        for (byte each : (canonical(data) + collisions).getBytes(StandardCharsets.UTF_8)) {
            sum = (sum * 0x01000193) ^ (each & 0xff);
        }
        StringBuilder safe = new StringBuilder();
        Integer.toUnsignedString(sum)
                .chars()
                .forEach(digit -> safe.append(SAFE_LETTERS.charAt(digit % SAFE_LETTERS.length())));
        return safe.toString();
    }

    static boolean same(JsonNode one, JsonNode other) {
        return one.equals(other) || canonical(one).equals(canonical(other));
    }

    /** Sorted keys and Go's escapes of the characters that matter in HTML. */
    private static String canonical(JsonNode data) {
        try {
            return CANONICAL
                    .writeValueAsString(data)
                    .replace("<", "\\u003c")
                    .replace(">", "\\u003e")
                    .replace("&", "\\u0026");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A tree in memory can always be written", e);
        }
    }

    private static Optional<String> ownerUid(ObjectNode revision) {
        return new Pod(revision).controllerUid();
    }
}
