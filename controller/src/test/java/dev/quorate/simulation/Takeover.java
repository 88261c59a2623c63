package dev.quorate.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Key;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.OperationRecord;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** An app that somebody else made is taken over around its running pods: until that is done no pod and no volume goes by us. */
final class Takeover {

    private static final String RULE = "taking over restarts nothing";

    private final World world;
    private final App app;
    private final Memories memory;
    private final Set<String> excused = new HashSet<>();
    private Map<String, String> running = Map.of();
    private boolean done;

    Takeover(World world, App app, Memories memory) {
        this.world = world;
        this.app = app;
        this.memory = memory;
        this.done = !app.foreign();
    }

    boolean done() {
        return done;
    }

    /** What somebody or something does to a pod past us. */
    void strikes(String pod) {
        excused.add(pod);
    }

    void look() {
        if (done) {
            return;
        }
        Map<String, String> now = pods();
        running.forEach((pod, uid) -> Broken.unless(
                excused.contains(pod) || uid.equals(now.get(pod)),
                RULE,
                () -> pod + " was " + uid + " and is now " + now.getOrDefault(pod, "gone")));
        now.keySet().forEach(excused::remove);
        running = now;
        done = !stands() && taking().isEmpty();
    }

    private Optional<OperationRecord> taking() {
        return memory.operation().filter(record -> record.type() == OperationRecord.Type.ADOPT);
    }

    /** Whether the set of before is there; somebody may have taken it away, too. */
    private boolean stands() {
        return world.simulator()
                .store()
                .get(new Key(world.kind(Kind.STATEFUL_SET), Workload.NAMESPACE, app.name()))
                .filter(set -> !set.at("/metadata/labels").has(Labels.APP))
                .isPresent();
    }

    private Map<String, String> pods() {
        Map<String, String> pods = new TreeMap<>();
        for (ObjectNode pod : world.simulator().store().list(world.kind(Kind.POD), Optional.of(Workload.NAMESPACE))) {
            String name = pod.at("/metadata/name").asText();
            if (name.startsWith(app.name() + "-") && !pod.path("metadata").has("deletionTimestamp")) {
                pods.put(name, pod.at("/metadata/uid").asText());
            }
        }
        return pods;
    }
}
