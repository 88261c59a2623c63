package dev.quorate.plan;

import dev.quorate.engine.ComponentTraits.AfterJoin;
import dev.quorate.engine.ComponentTraits.Join;
import dev.quorate.engine.MemberAction;
import dev.quorate.schema.Lifecycle.Acknowledgement;
import dev.quorate.state.Admission;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Member;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.OperationRecord;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;

/**
 * What begins next in a component with members while no operation runs: what somebody changed by hand is put back, then a
 * lost member is replaced, then one joins, then a new template comes to the pods, then one leaves.
 */
final class MemberPlan {

    private final MemberSet members;
    private final Guards guards;
    private final Rolling rolling;

    MemberPlan(MemberSet members) {
        this.members = members;
        this.rolling = new Rolling(members.situation(), members.component());
        this.guards = new Guards(members);
    }

    Optional<Decision> next() {
        return repair().or(rolling::mend)
                .or(this::startAnew)
                .or(this::join)
                .or(this::leaveTwo)
                .or(this::observersFirst)
                .or(rolling::next)
                .or(rolling::makeRoom)
                .or(this::leave)
                .or(this::unwell)
                .or(rolling::steady);
    }

    /** Who votes for nothing is the first to run a new template: what is wrong with it then costs nobody a vote. */
    private Optional<Decision> observersFirst() {
        Situation situation = members.situation();
        return members.traits().founds()
                ? situation.goal().desired().components().stream()
                        .filter(other -> situation.traits(other).hasMembers()
                                && !situation.traits(other).founds())
                        .flatMap(other -> before(new MemberSet(situation, other)).stream())
                        .findFirst()
                : Optional.empty();
    }

    /** One of them that is lost would be waited for in vain. */
    private Optional<Decision> before(MemberSet observers) {
        Rolling theirs = new Rolling(observers.situation(), observers.component());
        return theirs.next()
                .or(() -> rolling.waits() ? theirs.back() : Optional.empty())
                .map(next -> next instanceof Decision.Wait
                        ? observers
                                .missingPods()
                                .or(() -> new MemberPlan(observers).repair())
                                .orElse(next)
                        : next);
    }

    /** What a member needs to be what it was, whatever Git asks for besides. */
    Optional<Decision> repair() {
        return sameCluster()
                .or(rolling::stuck)
                .or(this::strangers)
                .or(this::surplusPods)
                .or(this::proved)
                .or(this::unfinished)
                .or(this::counted)
                .or(this::stays)
                .or(() -> Losses.first(members).flatMap(this::mend));
    }

    private Optional<Decision> sameCluster() {
        String name = members.component().name();
        Optional<String> known = members.memory().initialised(name).map(AppMemory.Initialised::clusterId);
        Optional<String> seen = members.view().clusterId();
        if (known.isEmpty() || seen.isEmpty() || known.equals(seen)) {
            return Optional.empty();
        }
        return Optional.of(new Decision.Refuse(Refusal.forPerson(
                Guard.CLUSTER_EXISTED,
                "The members answer as cluster " + seen.get() + ", but this app was founded as cluster " + known.get()
                        + ". Nothing is touched until a person has found out which of them has the data.")));
    }

    /** Somebody raised the replicas by hand: what was never admitted goes, once it is sure that it is no member. */
    private Optional<Decision> surplusPods() {
        if (members.live().replicas() <= members.size()) {
            return Optional.empty();
        }
        return Optional.of(guards.view()
                .<Decision>map(Decision.Refuse::new)
                .orElseGet(() -> members.scale(members.live().replicas() - 1)));
    }

    /** A learner that nobody admitted was announced by a writer that lost its lease: it has no vote and is taken back. */
    private Optional<Decision> strangers() {
        return strangersBut("");
    }

    /** Beside the one that joins: it is told whom else there is, and could not start beside others. */
    Optional<Decision> strangersBut(String joiner) {
        return strange()
                .filter(member -> !member.pod().equals(Optional.of(joiner)))
                .findFirst()
                .map(this::stranger);
    }

    /** Beside the one that leaves: no member does while another is about to get a vote. */
    Optional<Decision> learnersBut(String leaver) {
        return strange()
                .filter(member -> !member.voting() && !member.pod().equals(Optional.of(leaver)))
                .findFirst()
                .map(this::stranger);
    }

    private Stream<Member> strange() {
        return members.view().members().stream()
                .filter(member -> members.admissions().stream()
                        .noneMatch(admission -> Optional.of(admission.pod()).equals(member.pod())));
    }

    private Decision stranger(Member member) {
        String name = member.pod().orElse(member.id());
        if (leftOver(member)) {
            return guards.remove(name, member)
                    .<Decision>map(Decision.Refuse::new)
                    .orElseGet(() -> members.forget(member, name));
        }
        if (!member.voting() && !member.started()) {
            return guards.view()
                    .<Decision>map(Decision.Refuse::new)
                    .orElseGet(() -> dismiss(name, member, "take back the unstarted learner " + name));
        }
        Question question = new Question(Guard.UNKNOWN_MEMBER, name, member.id());
        Optional<Acknowledgement> answer = question.answer(members.situation());
        if (answer.isEmpty()) {
            return new Decision.Refuse(Refusal.forPerson(
                    Guard.UNKNOWN_MEMBER,
                    "The cluster lists " + name + " (" + member.id()
                            + "), which no commit asked for. Find out who added it, and remove it with the engine's own"
                            + " command; or write into the spec, and Quorate does: " + question.line()));
        }
        return guards.remove(name, member)
                .<Decision>map(Decision.Refuse::new)
                .orElseGet(() -> dismiss(
                        name,
                        member,
                        "remove " + name + " (" + member.id() + ") from the cluster, "
                                + Question.allowed(answer.get())));
    }

    /** One that has left: a watcher that was away when the others forgot it has brought it back to them. */
    private boolean leftOver(Member member) {
        return members.watched()
                && member.health() == Member.Health.DEAD
                && member.pod().isPresent()
                && members.live().pods().stream().noneMatch(pod -> member.pod().equals(Optional.of(pod.name())));
    }

    private Decision dismiss(String name, Member member, String text) {
        return members.call(new MemberAction.Leave(name, member.id()), text, true);
    }

    /** An admitted member that is seen whole was started: from now on its blank volume would mean lost data. */
    private Optional<Decision> proved() {
        for (Admission admission : members.admissions()) {
            if (admission.state() != Admission.State.STARTED
                    && members.member(admission.ordinal())
                            .filter(MemberSet::full)
                            .isPresent()) {
                return Optional.of(MemberSet.remember(
                        members.memory().admit(admission.started()), admission.pod() + " is a full member"));
            }
        }
        return Optional.empty();
    }

    private Optional<Decision> mend(Admission lost) {
        return Losses.afterScaleIn(members, lost.ordinal()) ? leave() : Optional.of(beginReplace(lost));
    }

    private Decision beginReplace(Admission admission) {
        Optional<Member> member = members.member(admission.ordinal());
        Optional<Refusal> no = guards.replace(admission.ordinal());
        if (no.isPresent()) {
            return new Decision.Refuse(no.get());
        }
        OperationRecord.Phase phase =
                member.isPresent() ? OperationRecord.Phase.LEAVING : OperationRecord.Phase.JOINING;
        OperationRecord record =
                members.operation(OperationRecord.Type.REPLACE, admission.ordinal(), phase, member.map(Member::id));
        return MemberSet.rememberSurely(members.memory().begin(record), "replace the lost member " + admission.pod());
    }

    /** A member that was admitted and never got its vote, since its operation was given up: its join is driven to the end. */
    private Optional<Decision> unfinished() {
        if (members.traits().comesBack()) {
            return Optional.empty();
        }
        for (Admission admission : members.admissions()) {
            Optional<Member> learner =
                    members.member(admission.ordinal()).filter(member -> member.role() == MemberRole.LEARNER);
            if (learner.isPresent()
                    && !Losses.lost(members, admission)
                    && guards.view().isEmpty()) {
                OperationRecord record = members.operation(
                                OperationRecord.Type.REPLACE,
                                admission.ordinal(),
                                OperationRecord.Phase.STARTING,
                                learner.map(Member::id))
                        .keepingPod();
                return Optional.of(MemberSet.remember(
                        members.memory().begin(record), admission.pod() + " is a learner; its join goes on"));
            }
        }
        return Optional.empty();
    }

    /** How many must agree follows how many there are, since some came or went. */
    private Optional<Decision> counted() {
        boolean counts = members.traits().join() == Join.BY_POD
                && members.traits().afterJoin().contains(AfterJoin.RAISE_ACKNOWLEDGEMENTS);
        return members.admissions().stream()
                .flatMap(admission -> members.member(admission.ordinal()).stream())
                .filter(member -> counts && MemberSet.full(member) && !member.caughtUp())
                .findFirst()
                .filter(member -> guards.view().isEmpty())
                .map(member -> members.call(
                        new MemberAction.CompleteJoin(member.pod().orElse(""), member.id()),
                        "tell " + member.pod().orElse(member.id()) + " how many must agree",
                        false));
    }

    /** A member that was being emptied when its leave was given up gets back what it had to do. */
    private Optional<Decision> stays() {
        return members.admissions().stream()
                .flatMap(admission -> members.member(admission.ordinal()).stream())
                .filter(member -> member.departure() != Member.Departure.STAYS && !member.silent())
                .findFirst()
                .map(member -> members.call(
                        new MemberAction.CompleteJoin(member.pod().orElse(""), member.id()),
                        "give " + member.pod().orElse(member.id()) + " back its share of the data, since it stays",
                        false));
    }

    private Optional<Decision> startAnew() {
        for (Admission admission : members.admissions()) {
            Optional<ObservedPod> pod = members.live().pod(admission.ordinal());
            boolean dead = members.member(admission.ordinal())
                    .filter(member -> member.health() == Member.Health.DEAD)
                    .isPresent();
            if (dead && pod.isPresent() && CrashLoops.only(members, pod.get())) {
                return Optional.of(CrashLoops.startAnew(members, pod.get()));
            }
        }
        return Optional.empty();
    }

    private Optional<Decision> join() {
        int next = members.size();
        if (members.component().units() <= next) {
            return Optional.empty();
        }
        Optional<Refusal> no = guards.join();
        if (no.isPresent()) {
            return Optional.of(new Decision.Refuse(no.get()));
        }
        OperationRecord record = members.operation(
                OperationRecord.Type.SCALE_OUT, next, OperationRecord.Phase.JOINING, Optional.empty());
        return Optional.of(MemberSet.remember(members.memory().begin(record), "begin to add " + members.pod(next)));
    }

    /** Of two voters neither can restart without a loss of the quorum: a scale-in on its way goes on before a roll does. */
    private Optional<Decision> leaveTwo() {
        return members.size() == 2 ? leave() : Optional.empty();
    }

    private Optional<Decision> leave() {
        int last = members.size() - 1;
        if (members.component().units() > last) {
            return Optional.empty();
        }
        Optional<Refusal> no = guards.leave(last);
        if (no.isPresent()) {
            return Optional.of(new Decision.Refuse(no.get()));
        }
        OperationRecord record = members.operation(
                OperationRecord.Type.SCALE_IN,
                last,
                OperationRecord.Phase.DRAINING,
                members.member(last).map(Member::id));
        return Optional.of(
                MemberSet.rememberSurely(members.memory().begin(record), "begin to remove " + members.pod(last)));
    }

    /** Nothing is asked for, and not all is well. */
    private Optional<Decision> unwell() {
        MembershipView view = members.view();
        if (guards.lost()) {
            return Optional.of(new Decision.Refuse(guards.quorumLost()));
        }
        if (!view.alarms().isEmpty()) {
            return Optional.of(new Decision.Refuse(guards.alarm().orElseThrow()));
        }
        String troubles = troubles(members);
        return troubles.isEmpty() ? stopping() : Optional.of(new Decision.Wait(troubles.substring(2)));
    }

    private Optional<Decision> stopping() {
        return members.live().pods().stream()
                .filter(pod -> pod.ordinal() >= members.live().replicas())
                .findFirst()
                .map(pod -> new Decision.Wait(pod.name() + " stops"));
    }

    /** What keeps members from being whole, each with a leading "; "; empty when all is well. */
    static String troubles(MemberSet members) {
        StringJoiner troubles = new StringJoiner("; ", "; ", "").setEmptyValue("");
        for (Admission admission : members.admissions()) {
            Optional<ObservedPod> pod = members.live().pod(admission.ordinal());
            String words = pod.map(members.situation()::nodeWords).orElse("");
            trouble(members, pod, members.member(admission.ordinal()))
                    .ifPresent(what -> troubles.add(admission.pod() + what + words));
        }
        return troubles.toString();
    }

    private static Optional<String> trouble(MemberSet members, Optional<ObservedPod> pod, Optional<Member> member) {
        if (pod.isEmpty()) {
            return Optional.of(" has no pod yet");
        }
        if (pod.get().terminating()) {
            return Optional.of(" stops");
        }
        if (!pod.get().running()) {
            return Optional.of(" does not run: " + pod.get().trouble().orElse("its containers have not started"));
        }
        if (member.filter(MemberSet::full).isEmpty()) {
            return Optional.of(" is not a healthy " + members.traits().title() + ": "
                    + member.map(Member::detail).filter(text -> !text.isEmpty()).orElse("no answer"));
        }
        return pod.get().ready() ? Optional.empty() : Optional.of(" is a member and its pod is not Ready");
    }
}
