package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Store;
import dev.quorate.simulator.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One look at one Deployment. Everything is written over what was read at the start, as a real controller writes over its
 * cache: the second write to an object is refused as a conflict, which ends the pass, and the change that the first one made
 * brings the next pass.
 */
final class DeploymentPass {

    private static final Events.Source SOURCE = Events.Source.of("deployment-controller");
    private static final Store.Writer WRITER = Store.Writer.of(Cluster.CONTROLLER_MANAGER);

    private final Cluster cluster;
    private final PodIndex index;
    private final ObjectNode tree;
    private final Deployment deployment;
    private final DeploymentRevisions revisions;
    private final DeploymentStatus status;
    private final List<ReplicaSet> old;

    DeploymentPass(Cluster cluster, PodIndex index, Deployment read, List<ReplicaSet> sets) {
        this.cluster = cluster;
        this.index = index;
        this.tree = read.tree().deepCopy();
        this.deployment = new Deployment(tree);
        this.revisions = new DeploymentRevisions(deployment, sets);
        this.status = new DeploymentStatus(deployment, cluster.now());
        this.old = revisions.old();
    }

    /**
     * Does what can be done now. Answers when to look again though nothing changes, absent for never.
     *
     * @throws StoreException when something it wrote to was changed meanwhile
     */
    Optional<Duration> run() {
        if (deployment.terminating()) {
            report(status.counted(all(revisions.newest()), revisions.newest()));
            return Optional.empty();
        }
        markPause();
        if (deployment.paused() || wasScaled()) {
            scale();
            return Optional.empty();
        }
        return deployment.recreates() ? recreate() : roll();
    }

    private void markPause() {
        JsonNode before = DeploymentStatus.condition(deployment.status(), DeploymentStatus.PROGRESSING);
        String reason = before.path("reason").asText();
        if (deployment.progressDeadline().isEmpty() || reason.equals(DeploymentStatus.TIMED_OUT)) {
            return;
        }
        boolean marked = reason.equals(DeploymentStatus.PAUSED);
        if (deployment.paused() && !marked) {
            mark("Unknown", DeploymentStatus.PAUSED, "Deployment is paused");
        } else if (!deployment.paused() && marked) {
            mark("Unknown", "DeploymentResumed", "Deployment is resumed");
        } else {
            return;
        }
        write();
    }

    private void mark(String value, String reason, String message) {
        DeploymentStatus.set(
                tree.withObjectProperty("status"),
                status.condition(DeploymentStatus.PROGRESSING, value, reason, message));
    }

    // ---- revisions

    private boolean wasScaled() {
        Optional<ReplicaSet> newest = numbered();
        return all(newest).stream()
                .filter(set -> set.replicas() > 0)
                .map(set -> set.annotation(DeploymentRevisions.DESIRED))
                .anyMatch(desired -> !desired.isEmpty() && Integer.parseInt(desired) != deployment.replicas());
    }

    /** The set of the wanted template with its number, which the Deployment then shows too. */
    private Optional<ReplicaSet> numbered() {
        return revisions.newest().map(newest -> {
            Optional<ObjectNode> renumbered = revisions.renumbered(newest);
            if (renumbered.isPresent()) {
                return new ReplicaSet(cluster.store().write(Kinds.REPLICA_SET, renumbered.get(), WRITER));
            }
            boolean changed = showRevision(newest.annotation(Deployment.REVISION));
            boolean unjudged = DeploymentStatus.condition(deployment.status(), DeploymentStatus.PROGRESSING)
                    .isMissingNode();
            if (unjudged && deployment.progressDeadline().isPresent()) {
                mark("True", "FoundNewReplicaSet", "Found new replica set \"" + newest.name() + "\"");
                changed = true;
            }
            if (changed) {
                write();
            }
            return newest;
        });
    }

    private boolean showRevision(String number) {
        ObjectNode annotations = ((ObjectNode) tree.path("metadata")).withObjectProperty("annotations");
        boolean changed = !annotations.path(Deployment.REVISION).asText().equals(number);
        annotations.put(Deployment.REVISION, number);
        return changed;
    }

    private ReplicaSet numberedOrCreated() {
        return numbered().orElseGet(this::create);
    }

    private ReplicaSet create() {
        int replicas = deployment.recreates() ? deployment.replicas() : grown(0, old);
        ObjectNode fresh = revisions.fresh(replicas);
        String name = fresh.path("metadata").path("name").asText();
        if (cluster.get(Kinds.REPLICA_SET, deployment.namespace(), name).isPresent()) {
            int collisions = deployment.status().path("collisionCount").asInt(0);
            tree.withObjectProperty("status").put("collisionCount", collisions + 1);
            write();
        }
        ReplicaSet created = new ReplicaSet(cluster.create(Kinds.REPLICA_SET, fresh, WRITER));
        if (replicas > 0) {
            say("Scaled up replica set " + name + " from 0 to " + replicas);
        }
        showRevision(created.annotation(Deployment.REVISION));
        if (deployment.progressDeadline().isPresent()) {
            mark("True", "NewReplicaSetCreated", "Created new replica set \"" + name + "\"");
        }
        write();
        return created;
    }

    private void cleanUp() {
        revisions.surplus().forEach(cluster::delete);
    }

    // ---- rolling update

    private Optional<Duration> roll() {
        ReplicaSet newest = numberedOrCreated();
        boolean scaled = scaleUp(newest) || scaleDown(newest);
        if (!scaled && status.complete(deployment.status())) {
            cleanUp();
        }
        return judge(Optional.of(newest));
    }

    private boolean scaleUp(ReplicaSet newest) {
        int wanted = deployment.replicas();
        if (newest.replicas() == wanted) {
            return false;
        }
        return resize(newest, newest.replicas() > wanted ? wanted : grown(newest.replicas(), all(Optional.of(newest))));
    }

    /** How many pods of the new template there may be now, given how many there are. */
    private int grown(int replicas, List<ReplicaSet> all) {
        int room = deployment.replicas() + deployment.maxSurge() - ReplicaSet.wanted(all);
        return room <= 0 ? replicas : replicas + Math.min(room, deployment.replicas() - replicas);
    }

    /** Old pods that are not available go first, then as many as the available ones allow. */
    private boolean scaleDown(ReplicaSet newest) {
        List<ReplicaSet> active = active();
        if (active.isEmpty()) {
            return false;
        }
        int least = deployment.replicas() - deployment.maxUnavailable();
        int newUnavailable = newest.replicas() - newest.counted("availableReplicas");
        int surplus = ReplicaSet.wanted(all(Optional.of(newest))) - least - newUnavailable;
        if (surplus <= 0) {
            return false;
        }
        List<ReplicaSet> left = new ArrayList<>();
        int cleaned = 0;
        for (ReplicaSet set : active) {
            int unavailable = set.replicas() - set.counted("availableReplicas");
            int fewer = Math.max(0, Math.min(surplus - cleaned, unavailable));
            cleaned += fewer;
            left.add(resized(set, set.replicas() - fewer).orElse(set));
        }
        int dispensable = ReplicaSet.sum(all(Optional.of(newest)), "availableReplicas") - least;
        int dropped = 0;
        for (ReplicaSet set : left) {
            int fewer = Math.max(0, Math.min(dispensable - dropped, set.replicas()));
            dropped += fewer;
            resize(set, set.replicas() - fewer);
        }
        return cleaned + dropped > 0;
    }

    // ---- all at once

    private Optional<Duration> recreate() {
        Optional<ReplicaSet> newest = numbered();
        List<ReplicaSet> active = active();
        active.forEach(set -> resize(set, 0));
        boolean oldPods = old.stream()
                .flatMap(set -> index.controlledBy(set.uid()).stream())
                .anyMatch(pod -> !pod.ended());
        if (!active.isEmpty() || oldPods) {
            return judge(newest);
        }
        ReplicaSet wanted = newest.orElseGet(this::create);
        resize(wanted, deployment.replicas());
        if (status.complete(deployment.status())) {
            cleanUp();
        }
        return judge(Optional.of(wanted));
    }

    // ---- scaling

    private void scale() {
        Optional<ReplicaSet> newest = numbered();
        DeploymentScaling scaling = new DeploymentScaling(deployment, newest, old);
        scaling.sizes().forEach(this::resize);
        if (deployment.paused()) {
            cleanUp();
        }
        report(status.counted(all(newest), newest));
    }

    /** Answers whether it had another size. */
    private boolean resize(ReplicaSet set, int replicas) {
        return resized(set, replicas).isPresent();
    }

    private Optional<ReplicaSet> resized(ReplicaSet set, int replicas) {
        if (set.replicas() == replicas) {
            return Optional.empty();
        }
        ObjectNode copy = set.tree().deepCopy();
        ((ObjectNode) copy.path("spec")).put("replicas", replicas);
        revisions.bounds(((ObjectNode) copy.path("metadata")).withObjectProperty("annotations"));
        ObjectNode written = cluster.store().write(Kinds.REPLICA_SET, copy, WRITER);
        String way = set.replicas() < replicas ? "up" : "down";
        say("Scaled " + way + " replica set " + set.name() + " from " + set.replicas() + " to " + replicas);
        return Optional.of(new ReplicaSet(written));
    }

    private void say(String message) {
        cluster.events().normal(SOURCE, tree, "ScalingReplicaSet", message);
    }

    // ---- status

    private List<ReplicaSet> active() {
        return old.stream()
                .filter(set -> set.replicas() > 0)
                .sorted(ReplicaSet.BY_AGE)
                .toList();
    }

    private List<ReplicaSet> all(Optional<ReplicaSet> newest) {
        List<ReplicaSet> all = new ArrayList<>(old);
        newest.ifPresent(all::add);
        return all;
    }

    private Optional<Duration> judge(Optional<ReplicaSet> newest) {
        ObjectNode judged = status.judged(status.counted(all(newest), newest), newest);
        return report(judged) ? Optional.empty() : status.untilDeadline(judged);
    }

    private boolean report(ObjectNode counted) {
        if (counted.equals(deployment.status())) {
            return false;
        }
        tree.set("status", counted);
        write();
        return true;
    }

    private void write() {
        cluster.store().write(Kinds.DEPLOYMENT, tree.deepCopy(), Store.Writer.status(Cluster.CONTROLLER_MANAGER));
    }
}
