package dev.quorate.engine.etcd;

import dev.quorate.engine.Roster;
import dev.quorate.engine.etcd.EtcdAnswer.Listed;
import dev.quorate.engine.etcd.EtcdAnswer.Status;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes one view of what the members said: each member of the list is found by its identity, never by its place, and judged
 * by its own word alone.
 */
final class EtcdView {

    /** As many entries as a leader keeps for those who lag: within them a follower needs no snapshot to catch up. */
    static final long CLOSE = 5000;

    private final Roster roster;
    private final Addresses addresses;
    private final EtcdAnswers answers;

    private EtcdView(Roster roster, Addresses addresses, EtcdAnswers answers) {
        this.roster = roster;
        this.addresses = addresses;
        this.answers = answers;
    }

    static MembershipView of(Roster roster, Addresses addresses, List<EtcdAnswer> answers) {
        return new EtcdView(roster, addresses, new EtcdAnswers(answers)).view();
    }

    private MembershipView view() {
        if (answers.list().isEmpty()) {
            return MembershipView.silent(nobody());
        }
        List<Member> members = answers.list().stream()
                .map(this::member)
                .sorted(Comparator.comparing((Member member) -> member.pod().orElse("~"))
                        .thenComparing(Member::id))
                .toList();
        return new MembershipView(completeness(members), answers.clusterId(), members, List.of(), alarms());
    }

    private Completeness completeness(List<Member> members) {
        if (answers.podsByCluster().size() > 1) {
            return Completeness.disagreement(tooManyClusters());
        }
        if (!answers.dissenters().isEmpty()) {
            return Completeness.disagreement(
                    String.join(", ", answers.dissenters()) + " and the other members do not name the same members");
        }
        List<String> silent = members.stream()
                .filter(member -> member.voting() && member.silent())
                .map(member -> member.pod().orElse(member.id()) + " " + member.detail())
                .toList();
        if (!silent.isEmpty()) {
            return Completeness.partial(String.join("; ", silent));
        }
        return answers.confirmed() ? Completeness.COMPLETE : Completeness.partial("no majority names the members");
    }

    private List<String> alarms() {
        List<String> alarms = new ArrayList<>();
        if (answers.podsByCluster().size() > 1) {
            alarms.add(tooManyClusters());
        }
        alarms.addAll(EtcdAlarms.of(answers.together(), this::name));
        return alarms;
    }

    private Member member(Listed listed) {
        Optional<String> pod = pod(listed.peerUrl());
        Optional<EtcdAnswer> answer = answers.by(listed.id());
        Optional<Status> status = answer.flatMap(EtcdAnswer::status);
        boolean started = answers.started(listed.id());
        long behind = status.map(word -> Math.max(0, answers.newestIndex() - word.appliedIndex()))
                .orElse(0L);
        String trouble = answer.map(word -> unwell(listed, word, behind)).orElseGet(() -> whySilent(pod, started));
        return new Member(
                listed.id(),
                pod,
                role(listed, answer.isPresent()),
                !listed.learner(),
                started,
                answer.isEmpty() ? Health.SILENT : trouble.isEmpty() ? Health.HEALTHY : Health.UNHEALTHY,
                answer.isPresent() && behind <= CLOSE,
                status.map(Status::version),
                trouble.isEmpty() && listed.learner() ? "a learner, " + behind + " entries behind" : trouble);
    }

    private MemberRole role(Listed listed, boolean answering) {
        if (listed.learner()) {
            return MemberRole.LEARNER;
        }
        if (!answering) {
            return MemberRole.UNKNOWN;
        }
        return answers.leads(listed.id()) ? MemberRole.LEADER : MemberRole.FOLLOWER;
    }

    /** A learner may not list the members and may be far behind; both are no illness. */
    private String unwell(Listed listed, EtcdAnswer answer, long behind) {
        List<String> reasons = new ArrayList<>();
        if (answer.status().flatMap(Status::leader).isEmpty()) {
            reasons.add("it knows no leader");
        }
        if (EtcdAlarms.about(listed.id(), answers.together())) {
            reasons.add("it raised an alarm");
        }
        if (!listed.learner() && !answer.trouble().isEmpty()) {
            reasons.add("it cannot ask its leader for the members: " + answer.trouble());
        }
        if (!listed.learner() && behind > CLOSE) {
            reasons.add("it is " + behind + " entries behind");
        }
        return String.join(", ", reasons);
    }

    private String whySilent(Optional<String> pod, boolean started) {
        Optional<EtcdAnswer> there = pod.flatMap(answers::at);
        if (there.isEmpty()) {
            return started ? "has no pod" : "has not started";
        }
        return there.get()
                .status()
                .map(word -> "answers as member " + word.memberId() + " of cluster " + word.clusterId())
                .orElse("does not answer: " + there.get().trouble());
    }

    private String nobody() {
        if (answers.all().isEmpty()) {
            return "there are no pods";
        }
        return answers.all().stream()
                .map(answer -> answer.pod().name()
                        + (answer.status().isPresent() ? " does not name the members: " : " does not answer: ")
                        + answer.trouble())
                .collect(Collectors.joining("; "));
    }

    private String tooManyClusters() {
        return answers.podsByCluster().entrySet().stream()
                .map(cluster -> cluster.getKey() + " (" + String.join(", ", cluster.getValue()) + ")")
                .collect(Collectors.joining(
                        " and ", "the pods answer as " + answers.podsByCluster().size() + " clusters: ", ""));
    }

    private String name(String memberId) {
        return answers.list().stream()
                .filter(member -> member.id().equals(memberId))
                .flatMap(member -> pod(member.peerUrl()).stream())
                .findFirst()
                .orElse("member " + memberId);
    }

    private Optional<String> pod(String peerUrl) {
        return roster.pods().stream()
                .map(Roster.Pod::set)
                .distinct()
                .flatMap(set -> addresses.pod(roster.app().namespace(), set, peerUrl).stream())
                .findFirst();
    }
}
