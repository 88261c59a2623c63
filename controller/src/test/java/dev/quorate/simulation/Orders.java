package dev.quorate.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Key;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.OperationRecord;
import java.util.Optional;

/** Scale-out, then roll, then scale-in, one at a time: what that says about the calls for one app. */
final class Orders {

    private static final String ORDER = "scale-out, then roll, then scale-in, one at a time";

    private final World world;
    private final App app;
    private final Memories memory;
    private long begun = -1;

    Orders(World world, App app, Memories memory) {
        this.world = world;
        this.app = app;
        this.memory = memory;
    }

    /** @param call not one of a process that was frozen: it decided what was in order then */
    void afterCall(OurCall call, int before, int now) {
        Optional<OperationRecord> operation = memory.operation();
        boolean begins = operation.filter(record -> record.id() > begun).isPresent();
        begun = operation.map(OperationRecord::id).orElse(begun);
        boolean leaves = begins
                && whole()
                && operation
                        .filter(record -> record.type() == OperationRecord.Type.SCALE_IN)
                        .filter(record -> record.set().equals(app.name()))
                        // Of two, neither can restart before the other has left.
                        .filter(record -> record.ordinal() > 1)
                        .isPresent();
        boolean shrinks = !app.members() && !call.makes() && now >= 0 && now < before && !memory.ends();
        if (!call.late() && (leaves || shrinks)) {
            rolled(call);
        }
    }

    /** A lost member changes the order: its dead identity goes first, then the top one, whatever template its pod runs. */
    private boolean whole() {
        return !app.members() || world.invariants().members(app).voting().size() >= memory.admitted();
    }

    /** Nobody leaves while a pod is to have another template. */
    private void rolled(OurCall call) {
        due().ifPresent(pod -> Broken.unless(
                false,
                ORDER,
                () -> app.name() + " scales in while " + pod + " is still to be updated: " + call.what()));
    }

    /** No serving member restarts while another joins or leaves. */
    void podGoes(String pod, OurCall call) {
        Optional<OperationRecord> operation = memory.operation()
                .filter(record -> record.type() != OperationRecord.Type.ADOPT)
                .filter(record -> !record.pod().equals(pod));
        Broken.unless(
                operation.isEmpty() || !ready(pod),
                ORDER,
                () -> pod + " restarts during " + operation.orElseThrow() + ": " + call.what());
    }

    private boolean ready(String name) {
        return object(Kind.POD, name).filter(Orders::ready).isPresent();
    }

    static boolean ready(ObjectNode pod) {
        return conditionHolds(pod.at("/status/conditions"));
    }

    private static boolean conditionHolds(JsonNode conditions) {
        for (JsonNode condition : conditions) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    /** A pod that serves with another template than the newest, although the spec in force lets it have that. */
    private Optional<String> due() {
        Optional<ObjectNode> set = object(Kind.STATEFUL_SET, app.name());
        Optional<Manifest> mirror = memory.mirror().filter(Orders::rolls);
        if (set.isEmpty() || mirror.isEmpty()) {
            return Optional.empty();
        }
        String newest = set.get().at("/status/updateRevision").asText();
        int partition =
                mirror.get().at("/spec/updateStrategy/rollingUpdate/partition").asInt();
        for (int ordinal = partition; ordinal < set.get().at("/spec/replicas").asInt(); ordinal++) {
            String name = app.name() + "-" + ordinal;
            Optional<ObjectNode> stale = object(Kind.POD, name)
                    .filter(pod -> conditionHolds(pod.at("/status/conditions")))
                    .filter(pod -> !pod.at("/metadata/labels/controller-revision-hash")
                            .asText()
                            .equals(newest));
            if (stale.isPresent()) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private static boolean rolls(Manifest mirror) {
        return !mirror.at("/spec/paused").asBoolean()
                && !mirror.at("/spec/updateStrategy/type").asText().equals("OnDelete");
    }

    private Optional<ObjectNode> object(Kind kind, String name) {
        return world.simulator().store().get(new Key(world.kind(kind), Workload.NAMESPACE, name));
    }
}
