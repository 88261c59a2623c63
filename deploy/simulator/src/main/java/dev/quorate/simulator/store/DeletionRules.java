package dev.quorate.simulator.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a delete does to an object: gone at once, or marked and held by finalizers or a pod's grace period. */
public final class DeletionRules {

    /** Holds a terminating definition until its objects are gone. */
    public static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

    private static final long DEFAULT_GRACE_SECONDS = 30;

    private DeletionRules() {}

    /** Whether a terminating object has to stay: finalizers, a namespace's content, or a pod that is still given time. */
    public static boolean held(Kind kind, ObjectNode object) {
        boolean grace = isPod(kind)
                && object.path("metadata").path("deletionGracePeriodSeconds").asLong() > 0;
        boolean content = kind.group().isEmpty()
                && kind.plural().equals("namespaces")
                && !object.path("spec").path("finalizers").isEmpty();
        return grace || content || !Metadata.finalizers(object).isEmpty();
    }

    /** The object as this delete leaves it; shares what does not change with the one before. */
    public static ObjectNode mark(Kind kind, ObjectNode before, Store.Deletion deletion, Instant now) {
        ObjectNode marked = Metadata.withFinalizers(before, finalizers(before, deletion.propagation()));
        ObjectNode metadata = Metadata.of(marked);
        long grace = isPod(kind) ? grace(before, deletion) : 0;
        if (!Metadata.terminating(before)) {
            metadata.put("deletionTimestamp", Metadata.timestamp(now.plusSeconds(grace)));
            if (kind.equals(Kinds.CUSTOM_RESOURCE_DEFINITION)) {
                markDefinition(marked, Metadata.timestamp(now));
                return marked;
            }
            if (!kind.equals(Kinds.NAMESPACE)) {
                metadata.put("deletionGracePeriodSeconds", grace);
            }
            if (metadata.path("generation").asLong() > 0) {
                metadata.put("generation", metadata.path("generation").asLong() + 1);
            }
            markPhase(kind, marked);
        } else if (grace < metadata.path("deletionGracePeriodSeconds").asLong()) {
            shorten(metadata, grace);
        }
        return marked;
    }

    private static void shorten(ObjectNode metadata, long grace) {
        Instant requested = Instant.parse(metadata.path("deletionTimestamp").asText())
                .minusSeconds(metadata.path("deletionGracePeriodSeconds").asLong());
        metadata.put("deletionTimestamp", Metadata.timestamp(requested.plusSeconds(grace)));
        metadata.put("deletionGracePeriodSeconds", grace);
    }

    /** The server itself says at once that what the definition defines will go, and holds it until then. */
    private static void markDefinition(ObjectNode marked, String now) {
        Metadata.of(marked).withArray("/finalizers").add(CLEANUP);
        ObjectNode status = marked.path("status").deepCopy();
        status.withArray("/conditions")
                .addObject()
                .put("type", "Terminating")
                .put("status", "True")
                .put("lastTransitionTime", now)
                .put("reason", "InstanceDeletionPending")
                .put(
                        "message",
                        "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon");
        marked.set("status", status);
    }

    private static void markPhase(Kind kind, ObjectNode marked) {
        if (kind.group().isEmpty() && kind.plural().equals("namespaces")) {
            ObjectNode status = marked.path("status").deepCopy();
            marked.set("status", status.put("phase", "Terminating"));
        }
    }

    private static List<String> finalizers(ObjectNode before, Store.Propagation propagation) {
        List<String> names = new ArrayList<>(Metadata.finalizers(before));
        if (Metadata.terminating(before)) {
            return names;
        }
        names.removeAll(List.of(Metadata.FOREGROUND, Metadata.ORPHAN));
        if (propagation == Store.Propagation.FOREGROUND) {
            names.add(Metadata.FOREGROUND);
        }
        if (propagation == Store.Propagation.ORPHAN) {
            names.add(Metadata.ORPHAN);
        }
        return names;
    }

    /** A pod that never got a node, or has ended, has nobody to wait for. */
    private static long grace(ObjectNode pod, Store.Deletion deletion) {
        String phase = pod.path("status").path("phase").asText();
        boolean runs = pod.path("spec").hasNonNull("nodeName") && !phase.equals("Succeeded") && !phase.equals("Failed");
        if (!runs) {
            return 0;
        }
        Optional<Long> asked = deletion.gracePeriodSeconds();
        long grace = asked.orElseGet(() -> defaultGrace(pod));
        return grace < 0 ? 1 : grace;
    }

    private static long defaultGrace(ObjectNode pod) {
        if (Metadata.terminating(pod)) {
            return pod.path("metadata").path("deletionGracePeriodSeconds").asLong();
        }
        return pod.path("spec").path("terminationGracePeriodSeconds").asLong(DEFAULT_GRACE_SECONDS);
    }

    /** Only pods are marked even when they go at once. */
    static boolean isPod(Kind kind) {
        return kind.group().isEmpty() && kind.plural().equals("pods");
    }
}
