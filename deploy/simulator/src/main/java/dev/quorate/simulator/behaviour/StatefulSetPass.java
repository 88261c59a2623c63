package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One look at one StatefulSet: what it does to the pods it saw at the start, and the status it reports of them.
 *
 * <ol>
 *   <li>Wanted ordinals, lowest first: replace what ended, create what is missing. In order, each must be available before
 *       the next is looked at.
 *   <li>Ordinals beyond the count, highest first: delete, in order one at a time.
 *   <li>Old revisions, highest first: delete one, and only while all above it are available.
 * </ol>
 *
 * The first step that has to wait ends the pass; that is why a set whose newest pod never becomes ready stays as it is even
 * after its template was put right.
 */
final class StatefulSetPass {

    private final StatefulSet set;
    private final Revisions.Pair revisions;
    private final List<Pod> seen;
    private final Instant now;
    private final StatefulPods pods;
    private final ClaimRetention retention;
    private final List<Pod> replicas = new ArrayList<>();
    private final List<Pod> condemned = new ArrayList<>();
    private Optional<Pod> firstUnavailable = Optional.empty();

    StatefulSetPass(
            StatefulSet set,
            Revisions.Pair revisions,
            List<Pod> seen,
            Instant now,
            StatefulPods pods,
            ClaimRetention retention) {
        this.set = set;
        this.revisions = revisions;
        this.seen = seen;
        this.now = now;
        this.pods = pods;
        this.retention = retention;
    }

    /** Does what can be done now and answers the status to report. */
    ObjectNode run() {
        sort();
        if (set.terminating()) {
            return status(seen, 0);
        }
        boolean waiting = !replicasDone() || !condemnedDone();
        int deleted = waiting || set.onDelete() ? 0 : rollOne();
        return status(Stream.concat(replicas.stream(), condemned.stream()).toList(), deleted);
    }

    private void sort() {
        TreeMap<Integer, Pod> byOrdinal = new TreeMap<>();
        seen.forEach(pod -> byOrdinal.put(set.ordinal(pod.name()).orElseThrow(), pod));
        for (int ordinal = set.start(); ordinal < set.start() + set.replicas(); ordinal++) {
            Pod pod = byOrdinal.get(ordinal);
            replicas.add(pod == null ? pods.make(set, revisionOf(ordinal), ordinal) : pod);
        }
        byOrdinal.descendingMap().forEach((ordinal, pod) -> {
            if (!set.contains(ordinal)) {
                condemned.add(pod);
            }
        });
        firstUnavailable = Stream.concat(replicas.stream(), lowestFirst(condemned).stream())
                .filter(pod -> !available(pod))
                .findFirst();
    }

    private static List<Pod> lowestFirst(List<Pod> highestFirst) {
        List<Pod> turned = new ArrayList<>(highestFirst);
        Collections.reverse(turned);
        return turned;
    }

    /** A pod below the partition comes back at the revision that rests. */
    private ObjectNode revisionOf(int ordinal) {
        boolean belowPartition = !set.onDelete()
                && (set.hasPartition()
                        ? ordinal < set.start() + set.partition()
                        : ordinal
                                < set.start()
                                        + set.status().path("currentReplicas").asInt());
        return belowPartition ? revisions.current() : revisions.update();
    }

    private boolean available(Pod pod) {
        return pod.available(set.minReadySeconds(), now) && !pod.terminating();
    }

    private boolean inOrder() {
        return !set.parallel();
    }

    private boolean replicasDone() {
        for (Pod pod : replicas) {
            if (!replicaDone(pod) && inOrder()) {
                return false;
            }
        }
        return true;
    }

    private boolean replicaDone(Pod pod) {
        if (pod.ended()) {
            if (!pod.terminating()) {
                pods.delete(set, pod);
            }
            return false;
        }
        if (!pod.created()) {
            create(pod);
            return false;
        }
        if (pod.pending()) {
            pods.createMissingClaims(set, pod);
        }
        if (inOrder() && (pod.terminating() || !pod.available(set.minReadySeconds(), now))) {
            return false;
        }
        if (!retention.matches(set, pod)) {
            retention.apply(set, pod);
            pods.updated(set, pod);
        }
        return true;
    }

    private void create(Pod pod) {
        boolean created = !retention.stale(set, pod) && pods.create(set, pod);
        if (created && set.deletesClaimsWhenScaled()) {
            retention.apply(set, pod);
        }
    }

    private boolean condemnedDone() {
        condemned.stream().filter(pod -> !retention.matches(set, pod)).forEach(pod -> retention.apply(set, pod));
        for (Pod pod : condemned) {
            if (pod.terminating()) {
                if (inOrder()) {
                    return false;
                }
                continue;
            }
            boolean waits = inOrder()
                    && !pod.available(set.minReadySeconds(), now)
                    && !firstUnavailable.filter(pod::equals).isPresent();
            if (waits) {
                return false;
            }
            pods.delete(set, pod);
            if (inOrder()) {
                return false;
            }
        }
        return true;
    }

    /** Deletes the highest pod of an old revision if all above it are available; answers how many were deleted. */
    private int rollOne() {
        for (int index = replicas.size() - 1; index >= set.partition(); index--) {
            Pod pod = replicas.get(index);
            if (!pod.revision().equals(revisions.updateName()) && !pod.terminating()) {
                pods.delete(set, pod);
                return 1;
            }
            if (!available(pod)) {
                return 0;
            }
        }
        return 0;
    }

    private ObjectNode status(Collection<Pod> counted, int deleted) {
        long replicaCount = counted.stream().filter(Pod::created).count();
        long ready = counted.stream().filter(Pod::runningAndReady).count();
        long available = counted.stream()
                .filter(pod -> pod.available(set.minReadySeconds(), now))
                .count();
        long updated = atRevision(counted, revisions.updateName());
        long current = Math.max(0, atRevision(counted, revisions.currentName()) - deleted);
        String currentRevision = revisions.currentName();
        boolean complete = !set.onDelete()
                && updated == set.replicas()
                && ready == set.replicas()
                && replicaCount == set.replicas();
        if (complete) {
            current = updated;
            currentRevision = revisions.updateName();
        }
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("observedGeneration", set.generation());
        status.put("replicas", replicaCount);
        putUnlessZero(status, "readyReplicas", ready);
        putUnlessZero(status, "currentReplicas", current);
        putUnlessZero(status, "updatedReplicas", updated);
        status.put("currentRevision", currentRevision).put("updateRevision", revisions.updateName());
        status.put("collisionCount", 0).put("availableReplicas", available);
        return status;
    }

    private static long atRevision(Collection<Pod> counted, String revision) {
        return counted.stream()
                .filter(pod ->
                        pod.created() && !pod.terminating() && pod.revision().equals(revision))
                .count();
    }

    private static void putUnlessZero(ObjectNode status, String field, long count) {
        if (count != 0) {
            status.put(field, count);
        }
    }
}
