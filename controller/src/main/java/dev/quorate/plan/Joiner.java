package dev.quorate.plan;

import dev.quorate.engine.ComponentTraits.AfterJoin;
import dev.quorate.engine.ComponentTraits.Join;
import dev.quorate.engine.MemberAction;
import dev.quorate.state.Admission;
import dev.quorate.state.Member;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.OperationRecord;
import java.util.Optional;
import java.util.Set;

/** An admitted pod on its way to full membership: the same for a new member and for one that replaces a lost one. */
record Joiner(MemberSet members, OperationRecord record) {

    Optional<Member> member() {
        return members.member(record.ordinal());
    }

    Optional<ObservedPod> pod() {
        return members.live().pod(record.ordinal());
    }

    Optional<Admission> admission() {
        return members.memory().admission(record.set(), record.ordinal());
    }

    boolean whole() {
        return member().filter(MemberSet::full).isPresent();
    }

    boolean votes() {
        return member().filter(Member::voting).isPresent();
    }

    boolean lostVolume() {
        return Losses.blank(pod());
    }

    /** The identity that it was announced with is gone from a complete list. */
    boolean vanished() {
        return record.memberId().isPresent()
                && member().isEmpty()
                && members.view().completeness().complete();
    }

    Decision goOn() {
        return started().or(this::crashing).or(this::onTheWay).orElseGet(this::promote);
    }

    /** Written down before it gets its vote: a voter that comes back with a blank volume would have forgotten its promises. */
    private Optional<Decision> started() {
        boolean here = member().filter(Member::started).isPresent();
        return admission()
                .filter(admission -> here && admission.state() != Admission.State.STARTED)
                .map(admission -> MemberSet.remember(
                        members.memory().admit(admission.started()),
                        record.pod() + " has started: from now on its blank volume would mean lost data"));
    }

    private Optional<Decision> crashing() {
        return pod().filter(pod -> CrashLoops.only(members, pod)).map(pod -> CrashLoops.startAnew(members, pod));
    }

    private Optional<Decision> onTheWay() {
        if (pod().filter(ObservedPod::running).isEmpty()) {
            String why =
                    pod().flatMap(ObservedPod::trouble).map(text -> ": " + text).orElse("");
            return Optional.of(new Decision.Wait(record.pod() + " starts" + why));
        }
        boolean alone = member().isEmpty() && members.traits().join() == Join.BY_POD;
        if (alone || member().filter(member -> !member.started()).isPresent()) {
            return Optional.of(new Decision.Wait(record.pod() + " runs, and has not reached the cluster yet"));
        }
        return members.traits().completesJoin()
                ? Optional.empty()
                : Optional.of(new Decision.Wait(record.pod() + " receives what the others have"));
    }

    private Decision promote() {
        String id = record.memberId().or(() -> member().map(Member::id)).orElse("");
        return members.call(new MemberAction.CompleteJoin(record.pod(), id), text(), false);
    }

    private String text() {
        Set<AfterJoin> still = members.traits().afterJoin();
        if (still.contains(AfterJoin.REBALANCE)) {
            return "give " + record.pod() + " its share of the data";
        }
        return still.contains(AfterJoin.RAISE_ACKNOWLEDGEMENTS)
                ? "count " + record.pod() + " among those of whom most must agree"
                : "promote " + record.pod() + " to a voter when it has caught up";
    }
}
