package dev.quorate.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Admission;
import dev.quorate.state.AppMemory;
import dev.quorate.state.LiveSet;
import dev.quorate.state.MembershipView;
import dev.quorate.state.ObservedClaim;
import dev.quorate.state.ObservedObject;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.ObservedState;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The observed state as a tree of names, counts and states. It holds nothing of what an object contains, so no value of a
 * setting or a Secret, and nothing that changes while the app does not, such as a resourceVersion.
 */
final class ObservedTree {

    private ObservedTree() {}

    static ObjectNode of(ObservedState observed) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        objects(observed, tree.putArray("objects"));
        ObjectNode sets = tree.putObject("sets");
        new TreeMap<>(observed.sets()).forEach((name, set) -> set(set, sets.putObject(name)));
        ObjectNode membership = tree.putObject("membership");
        for (Map.Entry<String, MembershipView> view : new TreeMap<>(observed.membership()).entrySet()) {
            membership(view.getValue(), membership.putObject(view.getKey()));
        }
        memory(observed.memory(), tree.putObject("memory"));
        return tree;
    }

    private static void objects(ObservedState observed, ArrayNode array) {
        observed.objects().stream()
                .sorted(Comparator.comparing(object -> object.live().ref().toString()))
                .forEach(object -> object(object, array.addObject()));
    }

    private static void object(ObservedObject object, ObjectNode tree) {
        tree.put("kind", object.live().kind().title());
        tree.put("name", object.live().name());
        tree.put("ours", object.ownership() == ObservedObject.Ownership.OURS);
    }

    private static void set(ObservedSet set, ObjectNode tree) {
        set.live().ifPresent(live -> live(live, tree));
        ArrayNode pods = tree.putArray("pods");
        set.pods().forEach(pod -> pod(pod, pods.addObject()));
        ArrayNode claims = tree.putArray("claims");
        set.claims().forEach(claim -> claim(claim, claims.addObject()));
    }

    private static void claim(ObservedClaim claim, ObjectNode tree) {
        tree.put("name", claim.name()).put("bound", claim.bound());
        tree.put("requested", claim.space().requested());
        claim.space().capacity().ifPresent(capacity -> tree.put("capacity", capacity));
        claim.space()
                .growth()
                .ifPresent(growth -> tree.put("growing", growth.stage().name()));
    }

    private static void live(LiveSet live, ObjectNode tree) {
        tree.put("replicas", live.replicas());
        tree.put("limit", live.limit().toString());
        tree.put("currentRevision", live.currentRevision());
        tree.put("updateRevision", live.updateRevision());
    }

    private static void pod(ObservedPod pod, ObjectNode tree) {
        tree.put("name", pod.name());
        tree.put("ready", pod.ready());
        if (pod.terminating()) {
            tree.put("terminating", true);
        }
        tree.put("revision", pod.revision());
        pod.trouble().ifPresent(trouble -> tree.put("trouble", trouble));
    }

    private static void membership(MembershipView view, ObjectNode tree) {
        tree.put("complete", view.completeness().complete());
        view.clusterId().ifPresent(id -> tree.put("clusterId", id));
        if (!view.alarms().isEmpty()) {
            ArrayNode alarms = tree.putArray("alarms");
            view.alarms().forEach(alarms::add);
        }
    }

    private static void memory(AppMemory memory, ObjectNode tree) {
        tree.put("operations", memory.operations());
        memory.operation().ifPresent(operation -> {
            ObjectNode running = tree.putObject("operation");
            running.put("type", operation.type().name());
            running.put("pod", operation.pod());
            running.put("phase", operation.phase().name());
        });
        ArrayNode admissions = tree.putArray("admissions");
        memory.admissions().stream()
                .sorted(Comparator.comparing(Admission::set).thenComparing(Admission::ordinal))
                .forEach(admission -> admissions
                        .addObject()
                        .put("pod", admission.pod())
                        .put("incarnation", admission.incarnation())
                        .put("state", admission.state().name()));
    }
}
