package dev.quorate.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.LiveSet;
import dev.quorate.state.Manifest;
import dev.quorate.state.OperationRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes a StatefulSet anew around its running pods, for the fields that Kubernetes lets nobody change and that concern no pod
 * that runs: the size of volumes to come, and the order in which pods start.
 *
 * <ol>
 *   <li>It waits until all pods run one template: a new set knows no revision but its newest.
 *   <li>The set as it is, with its replicas, partition and template, and nothing but those fields changed, is written down.
 *   <li>It is deleted, its pods stay, and the one that is written down is made, whatever Git asks for by then.
 *   <li>When the controller has taken it up, which is by the template that its pods run, all goes on as before.
 * </ol>
 */
final class Renewal {

    private static final String CLAIMS = "volumeClaimTemplates";
    private static final String POLICY = "podManagementPolicy";
    private static final String ORDERED = "OrderedReady";

    private final Situation situation;
    private final DesiredComponent component;
    private final Roll roll;

    Renewal(Situation situation, DesiredComponent component) {
        this.situation = situation;
        this.component = component;
        this.roll = new Roll(situation, component);
    }

    /** The one that runs for this set. */
    static Optional<OperationRecord> of(AppMemory memory, String set) {
        return memory.operation()
                .filter(record -> record.type() == OperationRecord.Type.RENEW
                        && record.set().equals(set));
    }

    /** What Git asks for, with the live values of the fields that only a new set can have. */
    static Manifest until(Manifest applied, Manifest live) {
        return needed(applied, live) ? applied.with(tree -> adopt(tree, live)) : applied;
    }

    /** Whether a live set is other than an apply would leave it. */
    static boolean differs(Manifest applied, Manifest live) {
        return Differences.differs(until(applied, live), live);
    }

    /** {@code volume data 2Gi}: what the new set has that the old one has not. */
    static List<String> words(Manifest applied, Manifest live) {
        List<String> words = new ArrayList<>(new VolumeChange(applied, live).words());
        if (!policy(applied).equals(policy(live))) {
            words.add(POLICY + " " + policy(applied));
        }
        return words;
    }

    private static String policy(Manifest set) {
        return set.at("/spec/" + POLICY).asText(ORDERED);
    }

    private static boolean needed(Manifest wanted, Manifest live) {
        return !policy(wanted).equals(policy(live)) || !new VolumeChange(wanted, live).none();
    }

    Optional<Decision> begin() {
        Manifest applied = Objects.requireNonNull(situation.goal().sets().get(roll.name()));
        return roll.live()
                .filter(live -> needed(applied, live.object().live()) && atRest(live))
                .map(live -> begin(live, applied));
    }

    private Decision begin(LiveSet live, Manifest applied) {
        MemberSet members = new MemberSet(situation, component);
        OperationRecord record = members.operation(
                        OperationRecord.Type.RENEW, 0, OperationRecord.Phase.TAKING, Optional.empty())
                .making(whole(live, applied));
        return MemberSet.rememberSurely(
                situation.memory().begin(record), "begin to make StatefulSet " + roll.name() + " anew");
    }

    /** All volumes have grown, all pods run one template, and the count is what it is meant to be. */
    private boolean atRest(LiveSet live) {
        boolean rolled = live.settledGeneration()
                && !live.updateRevision().isEmpty()
                && roll.stale().isEmpty();
        boolean held = live.limit().onDelete()
                || (live.limit().partition() >= live.replicas()
                        && live.currentRevision().equals(live.updateRevision()));
        return rolled
                && held
                && new Growth(situation, component).done()
                && live.replicas() >= new MemberSet(situation, component).floor();
    }

    /** What the server added to it and what belongs to the old object alone is left out. */
    static Manifest whole(LiveSet set, Manifest applied) {
        Manifest live = set.object().live();
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.set("apiVersion", live.tree().get("apiVersion"));
        tree.set("kind", live.tree().get("kind"));
        ObjectNode metadata = tree.putObject("metadata");
        for (String field : List.of("name", "namespace", "labels", "annotations")) {
            JsonNode value = live.at("/metadata/" + field);
            if (!value.isMissingNode()) {
                metadata.set(field, value.deepCopy());
            }
        }
        if (metadata.path("annotations") instanceof ObjectNode annotations) {
            annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
        }
        tree.set("spec", live.at("/spec").deepCopy());
        adopt(tree, applied);
        return SetTree.scaled(new Manifest(tree), set.replicas(), set.limit());
    }

    private static void adopt(ObjectNode tree, Manifest from) {
        ObjectNode spec = (ObjectNode) tree.get("spec");
        for (String field : List.of(CLAIMS, POLICY)) {
            JsonNode value = from.at("/spec/" + field);
            if (value.isMissingNode()) {
                spec.remove(field);
            } else {
                spec.set(field, value.deepCopy());
            }
        }
    }

    /** What was written down is made when the old one is gone, and not on a view that may be old. */
    static Decision make(Manifest whole) {
        int replicas = whole.at("/spec/replicas").asInt();
        return new Decision.Do(new Step.Create(
                whole, "make " + whole.ref() + " anew around its pods, with " + Text.count(replicas, "replica"), true));
    }

    static Decision goOn(MemberSet members, OperationRecord record) {
        Manifest whole =
                record.whole().orElseThrow(() -> new IllegalStateException("a renewal has written down what it makes"));
        LiveSet live = members.live().live().orElseThrow(() -> new IllegalStateException("it was made before this"));
        Manifest found = live.object().live();
        if (needed(whole, found)) {
            String with = String.join(", ", words(whole, found));
            return new Decision.Do(new Step.Orphan(
                    found.ref(),
                    found.uid(),
                    found.resourceVersion(),
                    "delete " + found.ref() + " without its pods, to make it anew"
                            + (with.isEmpty() ? "" : " with " + with)));
        }
        return live.settledGeneration() && !live.updateRevision().isEmpty()
                ? MemberSet.remember(members.memory().end(), record.set() + " is made anew")
                : new Decision.Wait("the StatefulSet controller takes up " + record.set());
    }
}
