package dev.quorate.plan;

import dev.quorate.engine.ComponentTraits;
import dev.quorate.engine.MemberAction;
import dev.quorate.state.Admission;
import dev.quorate.state.Member;
import dev.quorate.state.OperationRecord;
import dev.quorate.state.OperationRecord.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds one member: announced to the cluster, admitted, started, promoted. Until it is a full member it can be taken back,
 * which touches no quorum; from then on the operation is finished and undone by a scale-in.
 */
final class ScaleOut {

    private final MemberSet members;
    private final OperationRecord record;
    private final Guards guards;
    private final Joiner joiner;

    ScaleOut(MemberSet members, OperationRecord record) {
        this.members = members;
        this.record = record;
        this.guards = new Guards(members);
        this.joiner = new Joiner(members, record);
    }

    Decision goOn() {
        return switch (record.phase()) {
            case JOINING -> announce();
            case STARTING -> start();
            case CANCELLING -> takeBack();
            default -> throw new IllegalStateException("a scale-out has no phase " + record.phase());
        };
    }

    private boolean wantedBack() {
        return !members.wants(record.ordinal()) && members.cancels(record);
    }

    private Decision announce() {
        if (joiner.member().isPresent()) {
            return admit(joiner.member().orElseThrow());
        }
        if (wantedBack()) {
            return guards.view()
                    .<Decision>map(Decision.Refuse::new)
                    .orElseGet(() -> MemberSet.remember(
                            members.memory().end(), record.pod() + " is no longer wanted, and was not announced"));
        }
        if (members.traits().join() != ComponentTraits.Join.BEFORE_POD) {
            return admitUnannounced();
        }
        return guards.join()
                .map(this::refuseOrRepair)
                .orElseGet(() -> members.call(
                        new MemberAction.PrepareJoin(record.pod(), record.set()),
                        "add " + record.pod() + " to the cluster as " + members.joiner(),
                        false));
    }

    private Decision refuseOrRepair(Refusal no) {
        return Losses.besides(members, record.ordinal())
                .map(lost -> MemberSet.remember(
                        members.memory().end(), record.pod() + " joins later: " + lost.pod() + " is replaced first"))
                .orElseGet(() -> new Decision.Refuse(no));
    }

    private Decision admit(Member announced) {
        Admission admission = members.admission(record, Admission.State.EXISTING, members.peers());
        return MemberSet.remember(
                members.memory()
                        .with(record.in(Phase.STARTING).meaning(announced.id()))
                        .admit(admission),
                "admit " + record.pod());
    }

    /** Engines whose pods join by themselves, or after they run, have no identity before that. */
    private Decision admitUnannounced() {
        List<String> peers = new ArrayList<>(members.peers());
        peers.add(record.pod());
        return MemberSet.remember(
                members.memory()
                        .with(record.in(Phase.STARTING))
                        .admit(members.admission(record, Admission.State.EXISTING, peers)),
                "admit " + record.pod());
    }

    private Decision start() {
        if (joiner.whole()) {
            return MemberSet.remember(members.memory().admit(proved()).end(), record.pod() + " is a full member");
        }
        if (joiner.lostVolume() && joiner.votes()) {
            return MemberSet.remember(
                    members.memory().end(), record.pod() + " is a member and has lost its volume: it is replaced next");
        }
        Optional<String> why = whyTakenBack();
        if (why.isPresent() && !joiner.votes()) {
            return MemberSet.remember(members.memory().with(record.in(Phase.CANCELLING)), why.get());
        }
        if (members.live().replicas() <= record.ordinal()) {
            return members.scale(record.ordinal() + 1);
        }
        return joiner.goOn();
    }

    private Admission proved() {
        return joiner.admission()
                .map(Admission::started)
                .orElseGet(() -> members.admission(record, Admission.State.STARTED, members.peers()));
    }

    private Optional<String> whyTakenBack() {
        Optional<Admission> lost = Losses.besides(members, record.ordinal());
        if (lost.isPresent()) {
            return Optional.of(record.pod() + " joins later: " + lost.get().pod() + " is replaced first");
        }
        if (joiner.lostVolume()) {
            return Optional.of("the volume of " + record.pod() + " was lost before it was a full member");
        }
        if (joiner.vanished()) {
            return Optional.of(record.pod() + " was removed from the cluster by somebody else");
        }
        return wantedBack()
                ? Optional.of(record.pod() + " is no longer wanted, and is not a full member yet")
                : Optional.empty();
    }

    /** Identity, admission, pod: in this order nothing can start that is no member. */
    private Decision takeBack() {
        if (joiner.votes() && !stopped()) {
            return MemberSet.remember(
                    members.memory().with(record.in(Phase.STARTING)),
                    record.pod() + " has become a full member after all; that is finished first");
        }
        if (mayBeNeeded()) {
            return members.scale(record.ordinal() + 1);
        }
        if (joiner.member().isPresent() && !members.watched()) {
            return guards.view()
                    .<Decision>map(Decision.Refuse::new)
                    .orElseGet(() -> members.call(
                            new MemberAction.Leave(
                                    record.pod(), joiner.member().orElseThrow().id()),
                            "take back " + members.joiner().replaceFirst("an? ", "the ") + " " + record.pod(),
                            true));
        }
        return guards.view().<Decision>map(Decision.Refuse::new).orElseGet(this::dismiss);
    }

    /**
     * All have stopped meanwhile, and those that came back cannot agree: this one may be one of them after all, by a call that was
     * late or because it joined by itself, and then they need it for their majority.
     */
    private boolean mayBeNeeded() {
        boolean byItself = members.traits().join() == ComponentTraits.Join.BY_POD;
        boolean mayBeListed = joiner.admission()
                .filter(admission -> byItself || admission.state() == Admission.State.STARTED)
                .isPresent();
        return mayBeListed
                && members.view().clusterId().isEmpty()
                && members.live().replicas() == record.ordinal();
    }

    /** Those that watch list it until they are told to forget it, and nobody knows any more whether it was counted. */
    private boolean stopped() {
        return members.watched() && members.live().replicas() <= record.ordinal();
    }

    private Decision dismiss() {
        if (members.memory().admission(record.set(), record.ordinal()).isPresent()) {
            return MemberSet.remember(
                    members.memory().dismiss(record.set(), record.ordinal()), record.pod() + " is admitted no more");
        }
        if (members.live().replicas() > record.ordinal()) {
            return members.scale(record.ordinal());
        }
        if (members.live().pod(record.ordinal()).isPresent()) {
            return new Decision.Wait(record.pod() + " stops");
        }
        if (joiner.member().isPresent()) {
            return members.forget(joiner.member().orElseThrow(), record.pod());
        }
        return MemberSet.remember(members.memory().end(), "adding " + record.pod() + " is cancelled");
    }
}
