package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.Simulator;
import dev.quorate.simulator.VirtualCluster;
import dev.quorate.simulator.VirtualSchedule;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Does to a simulated cluster, at the same times, what was done to the real one, and keeps what its watches would see. */
final class Replay {

    private static final Pattern PATH =
            Pattern.compile("/.*/namespaces/([^/]+)/([^/?]+)(?:/([^/?]+))?(?:/([^/?]+))?(\\?.*)?");
    private static final Pattern NAMESPACE = Pattern.compile("/api/v1/namespaces(?:/([^/?]+))?");
    private static final Pattern EXEC = Pattern.compile("namespaces/([^/]+)/pods/([^/]+)/exec\\?command=(touch|rm)&");
    private static final Store.Writer RECORDER = Store.Writer.of("recorder");

    /** Writes to one Deployment that came so soon after each other that its controller did not look in between. */
    private static final long AT_ONCE = 4;

    /** Pods keep the time since which they are ready in whole seconds; this keeps a short wait from counting as one. */
    private static final Duration PHASE = Duration.ofMillis(500);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Recording recording;
    private final Simulator simulator;
    private final VirtualSchedule time;
    private final List<Change> changes = new ArrayList<>();

    Replay(Recording recording) {
        this.recording = recording;
        VirtualCluster cluster = Simulator.virtual(1);
        simulator = cluster.simulator();
        time = cluster.time();
        time.advance(PHASE);
        simulator.delays().containerStart(Duration.ofMillis(400)).readiness(Duration.ofMillis(200));
        simulator.delays().termination(Duration.ofMillis(150)).removal(Duration.ofMillis(500));
        simulator.delays().volumeExpansion(Duration.ZERO).fileSystemExpansion(Duration.ZERO);
        createClassWithoutExpansion();
        simulator.faults().loseImage("nosuch.example/none:1");
        simulator.store().subscribe(changes::add);
    }

    private void createClassWithoutExpansion() {
        ObjectNode rigid = simulator
                .store()
                .get(new Key(Kinds.STORAGE_CLASS, "", "standard"))
                .orElseThrow()
                .deepCopy();
        rigid.putObject("metadata").put("name", "tr-noexp");
        rigid.remove("allowVolumeExpansion");
        simulator.store().create(Kinds.STORAGE_CLASS, rigid, RECORDER);
    }

    Replay run() {
        long last = 0;
        String lastPath = "";
        for (JsonNode write : recording.writes()) {
            long at = write.path("t_ms").asLong();
            String path = write.path("path").asText();
            if (path.contains("/deployments/") && path.equals(lastPath) && at - last <= AT_ONCE) {
                apply(write);
                last = at;
                continue;
            }
            lastPath = path;
            List<String> expected = recording.statusesBefore(at);
            catchUp(expected);
            long since = Math.max(last, recording.lastStatusBefore(at));
            time.advance(Duration.ofMillis(at - since));
            apply(write);
            last = at;
        }
        catchUp(recording.statusesBefore(Long.MAX_VALUE));
        time.advance(Duration.ofMillis(recording.length() - recording.lastStatusBefore(Long.MAX_VALUE)));
        return this;
    }

    /** Lets time go on until the sets have gone through as many statuses as the real ones; the comparison tells the rest. */
    private void catchUp(List<String> expected) {
        Instant limit = time.now().plus(PATIENCE);
        while (!reached(expected) && time.next().filter(limit::isAfter).isPresent()) {
            time.step();
        }
    }

    private boolean reached(List<String> expected) {
        List<String> seen =
                Recording.statuses(changes(Kinds.STATEFUL_SET).stream().map(change -> (JsonNode) change.object()));
        int size = expected.size();
        return size == 0 || (seen.size() >= size && seen.get(seen.size() - 1).equals(expected.get(size - 1)));
    }

    private void apply(JsonNode write) {
        if (write.has("requestLine")) {
            run(write.path("requestLine").asText());
            return;
        }
        Matcher path = PATH.matcher(write.path("path").asText());
        if (!path.matches()) {
            applyToNamespace(write);
            return;
        }
        Optional<Kind> kind = Kinds.ALL.stream()
                .filter(each ->
                        each.plural().equals(path.group(2)) && !each.group().equals("events.k8s.io"))
                .findFirst();
        if (kind.isEmpty()) {
            return;
        }
        String subresource = path.group(4) == null ? "" : path.group(4);
        switch (write.path("method").asText()) {
            case "POST" -> post(write, kind.get(), path, subresource);
            case "PUT", "PATCH" -> put(write, new Key(kind.get(), path.group(1), name(kind.get(), path)), subresource);
            case "DELETE" -> delete(write, new Key(kind.get(), path.group(1), name(kind.get(), path)));
            default -> throw new IllegalArgumentException(write.toString());
        }
    }

    private void applyToNamespace(JsonNode write) {
        Matcher path = NAMESPACE.matcher(write.path("path").asText());
        boolean created = write.path("method").asText().equals("POST");
        if (path.matches() && created) {
            simulator.store().create(Kinds.NAMESPACE, fresh(write.path("respBody")), RECORDER);
        } else if (path.matches() && write.path("method").asText().equals("DELETE")) {
            delete(write, new Key(Kinds.NAMESPACE, "", path.group(1)));
        }
    }

    /** The name in the path, or where it was generated that of the object that came in the same place here. */
    private String name(Kind kind, Matcher path) {
        List<String> recorded = recording.names(kind.kind());
        List<String> replayed = names(kind);
        int place = recorded.indexOf(path.group(3));
        return replayed.contains(path.group(3)) || place < 0 || place >= replayed.size()
                ? path.group(3)
                : replayed.get(place);
    }

    /** The recorded pods are not ready as long as a file is there. */
    private void run(String requestLine) {
        Matcher exec = EXEC.matcher(requestLine);
        if (!exec.find()) {
            return;
        }
        if (exec.group(3).equals("touch")) {
            simulator.faults().blockReadiness(exec.group(1), exec.group(2));
        } else {
            simulator.faults().unblockReadiness(exec.group(1), exec.group(2));
        }
    }

    private void post(JsonNode write, Kind kind, Matcher path, String subresource) {
        if (subresource.equals("eviction")) {
            boolean dryRun =
                    !write.path("reqBody").path("deleteOptions").path("dryRun").isEmpty();
            simulator
                    .store()
                    .get(new Key(kind, path.group(1), path.group(3)))
                    .ifPresent(pod ->
                            simulator.behaviours().evictions().evict(pod, Optional.empty(), Optional.empty(), dryRun));
        } else {
            simulator.store().create(kind, fresh(write.path("respBody")), RECORDER);
        }
    }

    private static ObjectNode fresh(JsonNode body) {
        ObjectNode object = body.deepCopy();
        ObjectNode metadata = (ObjectNode) object.path("metadata");
        metadata.remove(List.of("uid", "resourceVersion", "creationTimestamp", "managedFields", "generation"));
        return object;
    }

    private void put(JsonNode write, Key key, String subresource) {
        simulator.store().get(key).ifPresent(before -> {
            ObjectNode after = before.deepCopy();
            JsonNode answer = write.path("respBody");
            switch (subresource) {
                case "scale" ->
                    ((ObjectNode) after.path("spec"))
                            .put(
                                    "replicas",
                                    answer.path("spec").path("replicas").asInt());
                case "status" -> after.set("status", answer.path("status"));
                default -> {
                    if (answer.path("spec") instanceof ObjectNode spec) {
                        after.set("spec", spec.deepCopy());
                        keepNode(before, (ObjectNode) after.path("spec"));
                    }
                    ((ObjectNode) after.path("metadata")).set("labels", labels(before, answer));
                    if (answer.path("metadata").path("finalizers").isMissingNode()) {
                        ((ObjectNode) after.path("metadata")).remove("finalizers");
                    }
                }
            }
            Store.Writer writer = subresource.equals("status") ? Store.Writer.status("recorder") : RECORDER;
            simulator.store().write(key.kind(), after, writer);
        });
    }

    private static void keepNode(ObjectNode before, ObjectNode spec) {
        if (before.path("spec").has("volumeName")) {
            spec.set("volumeName", before.path("spec").get("volumeName"));
        }
        if (before.path("spec").has("nodeName")) {
            spec.set("nodeName", before.path("spec").get("nodeName"));
            spec.set("volumes", before.path("spec").get("volumes"));
        }
    }

    /** The labels that were sent, with the topology of the simulated node. */
    private static ObjectNode labels(ObjectNode before, JsonNode answer) {
        ObjectNode labels = answer.path("metadata").path("labels").isObject()
                ? answer.path("metadata").path("labels").deepCopy()
                : before.objectNode();
        before.path("metadata").path("labels").properties().forEach(each -> {
            if (each.getKey().startsWith("topology")) {
                labels.set(each.getKey(), each.getValue());
            }
        });
        return labels;
    }

    private void delete(JsonNode write, Key key) {
        String path = write.path("path").asText();
        JsonNode options = write.path("reqBody");
        String policy = path.contains("propagationPolicy=Orphan")
                ? "Orphan"
                : options.path("propagationPolicy").asText("Background");
        Optional<Long> grace = path.contains("gracePeriodSeconds=0")
                ? Optional.of(0L)
                : Optional.ofNullable(options.get("gracePeriodSeconds")).map(JsonNode::asLong);
        Store.Propagation propagation = switch (policy) {
            case "Orphan" -> Store.Propagation.ORPHAN;
            case "Foreground" -> Store.Propagation.FOREGROUND;
            default -> Store.Propagation.BACKGROUND;
        };
        if (simulator.store().get(key).isPresent()) {
            simulator.store().delete(key, new Store.Deletion(propagation, grace));
        }
    }

    /** The names of the objects of one kind in the order in which they came. */
    List<String> names(Kind kind) {
        return changes(kind).stream()
                .filter(change -> change.type() == Change.Type.ADDED)
                .map(change -> change.key().name())
                .toList();
    }

    List<Change> changes(Kind kind) {
        return changes.stream()
                .filter(change -> change.key().kind().equals(kind))
                .toList();
    }
}
