package dev.quorate.plan;

import dev.quorate.state.Admission;
import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.MembershipView;
import dev.quorate.state.ObservedClaim;
import dev.quorate.state.OperationRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Founds a cluster, once. The list of founders is frozen before anything exists; the mark {@code initialised} outlives the
 * StatefulSet; and where volumes or a set are found without that memory, nothing is ever seeded again.
 */
final class Bootstrap {

    private final Situation situation;
    private final MemberSet members;

    Bootstrap(Situation situation, DesiredComponent component) {
        this.situation = situation;
        this.members = new MemberSet(situation, component);
    }

    Optional<Decision> beginIfNeeded() {
        AppMemory memory = situation.memory();
        if (memory.operation().isPresent()
                || memory.initialised(members.component().name()).isPresent()
                || !members.admissions().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(remains().<Decision>map(Decision.Refuse::new).orElseGet(this::begin));
    }

    /** Of this component or another that is still to be founded: one alone would be founded for nothing. */
    private Optional<Refusal> remains() {
        List<String> found = situation.goal().desired().components().stream()
                .filter(component -> situation.traits(component).founds())
                .map(component -> new Bootstrap(situation, component))
                .filter(other -> other.members.admissions().isEmpty())
                .flatMap(Bootstrap::found)
                .toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Refusal.forPerson(
                Guard.CLUSTER_EXISTED,
                "A cluster of this name has existed: " + String.join(", ", found) + (found.size() == 1 ? " is" : " are")
                        + " there, and nothing says which members they belong to. A new cluster would be founded beside"
                        + " their data. Restore the app's start ConfigMap, or delete them if their data may go."));
    }

    private Stream<String> found() {
        return Stream.concat(
                members.live().live().stream()
                        .map(set -> set.object().live().ref().toString()),
                members.live().claims().stream().map(ObservedClaim::name));
    }

    private Decision begin() {
        int size = members.component().units();
        OperationRecord record =
                members.operation(OperationRecord.Type.BOOTSTRAP, 0, OperationRecord.Phase.STARTING, Optional.empty());
        List<String> founders = new ArrayList<>();
        for (int ordinal = 0; ordinal < size; ordinal++) {
            founders.add(members.pod(ordinal));
        }
        AppMemory memory = situation.memory().begin(record);
        for (int ordinal = 0; ordinal < size; ordinal++) {
            memory = memory.admit(new Admission(
                    members.component().name(),
                    members.wanted().name(),
                    ordinal,
                    record.incarnation(),
                    Admission.State.NEW,
                    founders));
        }
        String origin = situation
                .goal()
                .app()
                .recovery()
                .restoreFrom()
                .map(from -> " from snapshot " + from.snapshot() + " of " + from.app())
                .orElse("");
        return MemberSet.rememberSurely(memory, "found a cluster of " + String.join(", ", founders) + origin);
    }

    /**
     * Founded is what all founders say with one cluster id. Who cannot come is not waited for while a majority is there: it
     * is replaced afterwards, since a founder may start on a blank volume, and that must end before clients come.
     */
    Decision goOn(OperationRecord record) {
        MembershipView view = members.view();
        boolean majority = view.healthyVoters() >= MembershipView.majority(members.size());
        if (view.clusterId().isEmpty() || !majority || !stragglersGivenUp(record)) {
            return new Decision.Wait("the founders of " + members.wanted().name() + " start: " + view.healthyVoters()
                    + " of " + members.size() + " are healthy" + MemberPlan.troubles(members));
        }
        if (!view.alarms().isEmpty()) {
            return new Decision.Refuse(Refusal.forPerson(
                    Guard.ENGINE_ALARM, "The engine raises an alarm: " + String.join("; ", view.alarms()) + "."));
        }
        AppMemory memory = situation.memory();
        for (Admission admission : members.admissions()) {
            if (whole(admission) || members.traits().comesBack()) {
                memory = memory.admit(admission.started());
            }
        }
        return MemberSet.remember(
                memory.initialised(new AppMemory.Initialised(
                                members.component().name(), view.clusterId().orElseThrow()))
                        .end(),
                "cluster " + view.clusterId().orElseThrow() + " is founded");
    }

    private boolean stragglersGivenUp(OperationRecord record) {
        Duration patience = situation.policy(members.component()).progressDeadline();
        boolean late = record.startedAt().plus(patience).isBefore(situation.now());
        return members.admissions().stream()
                .allMatch(founder -> whole(founder) || late || CrashLoops.dead(members, founder));
    }

    private boolean whole(Admission founder) {
        return members.member(founder.ordinal()).filter(MemberSet::full).isPresent();
    }

    /** Whether founders may start on blank volumes, and none of them holds anything that was acknowledged to a client. */
    static boolean under(Situation situation) {
        return situation.memory().admissions().stream()
                .filter(admission -> admission.state() == Admission.State.NEW)
                .anyMatch(admission ->
                        situation.memory().initialised(admission.component()).isEmpty());
    }

    /**
     * Whether clients may come: not while a founder is still admitted as new. Its volume could be lost, it would start blank
     * as the same member, and its vote could make a majority that lacks what it had acknowledged.
     */
    static boolean open(Situation situation) {
        return situation.goal().desired().components().stream()
                .filter(component -> situation.traits(component).founds())
                .allMatch(component ->
                        situation.memory().initialised(component.name()).isPresent()
                                && situation.memory().admissions().stream()
                                        .noneMatch(admission ->
                                                admission.component().equals(component.name())
                                                        && admission.state() == Admission.State.NEW));
    }
}
