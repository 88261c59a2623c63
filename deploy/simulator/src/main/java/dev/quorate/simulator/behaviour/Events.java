package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.Schedule;
import dev.quorate.simulator.api.rules.Admission;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Events as the recorder of client-go writes them: one object per repeated message, with a count; forgotten after an hour. */
final class Events {

    private static final Duration TIME_TO_LIVE = Duration.ofHours(1);

    private final Store store;
    private final Schedule schedule;
    private final Admission admission;
    private final Map<Same, Key> known = new HashMap<>();
    private final Deque<Kept> oldestFirst = new ArrayDeque<>();
    private long serial;

    Events(Store store, Schedule schedule, Admission admission) {
        this.store = store;
        this.schedule = schedule;
        this.admission = admission;
    }

    /** Who reports: a controller, or a kubelet with its host. */
    record Source(String component, String host) {
        static Source of(String component) {
            return new Source(component, "");
        }
    }

    private record Same(String uid, String reason, String message) {}

    private record Kept(Instant at, Same same, Key key) {}

    void normal(Source source, ObjectNode about, String reason, String message) {
        record(source, about, "Normal", reason, message);
    }

    void warning(Source source, ObjectNode about, String reason, String message) {
        record(source, about, "Warning", reason, message);
    }

    private void record(Source source, ObjectNode about, String type, String reason, String message) {
        forgetOld();
        Same same = new Same(Metadata.uid(about), reason, message);
        Optional<ObjectNode> before = Optional.ofNullable(known.get(same)).flatMap(store::get);
        Store.Writer writer =
                Store.Writer.of(source.component().equals("kubelet") ? Cluster.KUBELET : Cluster.CONTROLLER_MANAGER);
        String now = Metadata.timestamp(schedule.now());
        if (before.isPresent()) {
            ObjectNode again = before.get().deepCopy();
            again.put("count", again.path("count").asInt() + 1).put("lastTimestamp", now);
            store.write(Kinds.EVENT, again, writer);
            return;
        }
        if (admission.terminating(Metadata.namespace(about)).isPresent()) {
            return;
        }
        ObjectNode event = store.create(Kinds.EVENT, event(source, about, type, same, now), writer);
        Key key = Metadata.key(Kinds.EVENT, event);
        known.put(same, key);
        oldestFirst.add(new Kept(schedule.now(), same, key));
    }

    private ObjectNode event(Source source, ObjectNode about, String type, Same same, String now) {
        String namespace = Metadata.namespace(about).isEmpty() ? "default" : Metadata.namespace(about);
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("kind", "Event").put("apiVersion", "v1");
        long stamp = Duration.between(Instant.EPOCH, schedule.now()).toNanos() + serial++;
        event.putObject("metadata")
                .put("name", Metadata.name(about) + "." + Long.toHexString(stamp))
                .put("namespace", namespace);
        event.putObject("involvedObject")
                .put("kind", about.path("kind").asText())
                .put("namespace", Metadata.namespace(about))
                .put("name", Metadata.name(about))
                .put("uid", same.uid())
                .put("apiVersion", about.path("apiVersion").asText())
                .put("resourceVersion", Metadata.resourceVersion(about));
        event.put("reason", same.reason()).put("message", same.message());
        ObjectNode from = event.putObject("source").put("component", source.component());
        if (!source.host().isEmpty()) {
            from.put("host", source.host());
        }
        event.put("firstTimestamp", now)
                .put("lastTimestamp", now)
                .put("count", 1)
                .put("type", type);
        event.putNull("eventTime");
        event.put("reportingComponent", source.component()).put("reportingInstance", source.host());
        return event;
    }

    private void forgetOld() {
        Instant limit = schedule.now().minus(TIME_TO_LIVE);
        while (!oldestFirst.isEmpty() && oldestFirst.element().at().isBefore(limit)) {
            Kept old = oldestFirst.remove();
            known.remove(old.same());
            if (store.get(old.key()).isPresent()) {
                store.delete(old.key(), Store.Deletion.BACKGROUND);
            }
        }
    }
}
