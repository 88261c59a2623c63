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
import java.util.stream.Stream;

/** An app that somebody else made is taken over around its running pods: until that is done no pod and no volume goes by us. */
final class Takeover {

    private static final String RULE = "taking over restarts nothing";

    private final World world;
    private final App app;
    private final Memories memory;
    /** By uid. */
    private final Set<String> excused = new HashSet<>();
    /** The pods that were Ready once, and their uids. */
    private final Map<String, String> running = new TreeMap<>();

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

    /** From here on what its file asks for can come; before, another size of its volumes would forbid to take it. */
    boolean taken() {
        return done || !stands();
    }

    /** What somebody or something does to a pod past us. */
    void strikes(String pod) {
        pod(pod).ifPresent(found -> excused.add(found.at("/metadata/uid").asText()));
    }

    void look() {
        if (done) {
            return;
        }
        running.forEach((pod, uid) ->
                Broken.unless(excused.contains(uid) || stays(pod, uid), RULE, () -> pod + " " + uid + " is gone"));
        running.values().removeIf(excused::contains);
        pods().forEach(pod -> {
            if (Orders.ready(pod)) {
                running.put(
                        pod.at("/metadata/name").asText(),
                        pod.at("/metadata/uid").asText());
            }
        });
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

    private boolean stays(String name, String uid) {
        return pod(name)
                .filter(pod -> pod.at("/metadata/uid").asText().equals(uid))
                .filter(pod -> !pod.path("metadata").has("deletionTimestamp"))
                .isPresent();
    }

    private Optional<ObjectNode> pod(String name) {
        return world.simulator().store().get(new Key(world.kind(Kind.POD), Workload.NAMESPACE, name));
    }

    private Stream<ObjectNode> pods() {
        return world.simulator().store().list(world.kind(Kind.POD), Optional.of(Workload.NAMESPACE)).stream()
                .filter(pod -> pod.at("/metadata/name").asText().startsWith(app.name() + "-"))
                .filter(pod -> !pod.path("metadata").has("deletionTimestamp"));
    }
}
