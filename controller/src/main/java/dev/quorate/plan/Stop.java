package dev.quorate.plan;

import dev.quorate.engine.Boundaries.Boundary;
import dev.quorate.engine.MemberAction;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.LiveSet;
import dev.quorate.state.Member;
import dev.quorate.state.MemberRole;
import dev.quorate.state.ObservedObject.Ownership;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.OperationRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Brings an app to no pods, one at a time from the highest ordinal, the leader last. Nobody leaves its cluster: members keep
 * their identities, admissions and volumes, and the same ones come back.
 */
final class Stop {

    private final Situation situation;

    Stop(Situation situation) {
        this.situation = situation;
    }

    /** Empty for an app that is to run, and while an operation must come to its end first. */
    Optional<Decision> next() {
        if (!situation.goal().app().lifecycle().stopped()
                || situation.memory().operation().filter(this::comesFirst).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(pods().orElseGet(Decision.Settled::new));
    }

    private boolean comesFirst(OperationRecord operation) {
        return !situation.goal().engine().boundaries().at(operation).equals(Optional.of(Boundary.HOLD));
    }

    /** Components in the opposite order of that in which they grow, then sets that the app wants no more. */
    Optional<Decision> pods() {
        List<DesiredComponent> components =
                new ArrayList<>(situation.goal().desired().components());
        Collections.reverse(components);
        for (DesiredComponent component : components) {
            Optional<Decision> decision = one(
                    component,
                    situation.observed().set(Situation.onlySet(component).name()));
            if (decision.isPresent()) {
                return decision;
            }
        }
        return Optional.empty();
    }

    private Optional<Decision> one(DesiredComponent component, ObservedSet set) {
        Optional<LiveSet> live = set.live().filter(found -> found.object().ownership() == Ownership.OURS);
        return live.flatMap(
                found -> Surplus.of(set, found).goes(component.name()).or(() -> below(component, found)));
    }

    private Optional<Decision> below(DesiredComponent component, LiveSet live) {
        return live.replicas() > 0
                ? Optional.of(leaderLast(component, live).orElseGet(() -> scale(component, live)))
                : seen(live);
    }

    /** Until then a pod that was lost may still be made anew. */
    private static Optional<Decision> seen(LiveSet live) {
        return live.settledGeneration()
                ? Optional.empty()
                : Optional.of(new Decision.Wait("the StatefulSet controller has not taken up the change of "
                        + live.object().live().name()));
    }

    /** While all of them run the lowest ordinal, which stops last, is made the leader, if it is well. */
    private Optional<Decision> leaderLast(DesiredComponent component, LiveSet live) {
        if (!situation.traits(component).hasMembers() || situation.goal().removing()) {
            return Optional.empty();
        }
        MemberSet members = new MemberSet(situation, component);
        Optional<Member> leader = members.view().leader().filter(members::handsOver);
        Optional<Member> lowest = members.member(0).filter(MemberSet::full).filter(Member::caughtUp);
        boolean whole = live.replicas() >= members.size()
                && members.view().completeness().complete()
                && lowest.filter(member -> member.role() != MemberRole.LEADER).isPresent();
        return whole ? leader.map(from -> handOver(members, from, lowest.orElseThrow())) : Optional.empty();
    }

    private static Decision handOver(MemberSet members, Member from, Member to) {
        return members.call(
                new MemberAction.Switchover(from.id(), to.id()),
                "move the leadership from " + from.pod().orElse(from.id()) + " to " + members.pod(0)
                        + ", which stops last",
                false);
    }

    private static Decision scale(DesiredComponent component, LiveSet live) {
        int to = live.replicas() - 1;
        String set = live.object().live().name();
        return new Decision.Do(new Step.Scale(
                component.name(),
                set,
                live.uid(),
                live.resourceVersion(),
                live.replicas(),
                to,
                "stop " + set + "-" + to + " and keep its volume: replicas " + live.replicas() + " → " + to));
    }
}
