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
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes one view of what the members said.
 *
 * <ol>
 *   <li>Those who answer as the same cluster belong together; a second cluster is an alarm.
 *   <li>The member list that most of them give is taken; it counts if a majority of its own voters gives it.
 *   <li>Each member of it is found by its identity, never by its place, and judged by its own word alone.
 * </ol>
 */
final class EtcdView {

    /** As many entries as a leader keeps for those who lag: within them a follower needs no snapshot to catch up. */
    static final long CLOSE = 5000;

    private final Roster roster;
    private final Addresses addresses;
    private final List<EtcdAnswer> answers;
    private final List<EtcdAnswer> together;
    private final Set<Listed> list;

    private EtcdView(Roster roster, Addresses addresses, List<EtcdAnswer> answers) {
        this.roster = roster;
        this.addresses = addresses;
        this.answers = answers;
        this.together = together(answers);
        this.list = list(together);
    }

    static MembershipView of(Roster roster, Addresses addresses, List<EtcdAnswer> answers) {
        return new EtcdView(roster, addresses, answers).view();
    }

    private MembershipView view() {
        if (list.isEmpty()) {
            return MembershipView.silent(nobody());
        }
        List<Member> members = list.stream()
                .map(this::member)
                .sorted(Comparator.comparing((Member member) -> member.pod().orElse("~"))
                        .thenComparing(Member::id))
                .toList();
        List<String> alarms = EtcdAlarms.of(together, this::name);
        if (clusters().size() > 1) {
            alarms.add(0, twoClusters());
        }
        Optional<String> clusterId = confirmed() ? clusterOf(together.get(0)) : Optional.empty();
        return new MembershipView(completeness(members), clusterId, members, List.of(), alarms);
    }

    private Completeness completeness(List<Member> members) {
        if (clusters().size() > 1) {
            return Completeness.disagreement(twoClusters());
        }
        List<String> others = together.stream()
                .filter(answer ->
                        answer.list().filter(other -> !other.equals(list)).isPresent())
                .map(answer -> answer.pod().name())
                .toList();
        if (!others.isEmpty()) {
            return Completeness.disagreement(
                    String.join(", ", others) + " and the other members do not name the same members");
        }
        List<String> silent = members.stream()
                .filter(member -> member.voting() && member.silent())
                .map(member -> member.pod().orElse(member.id()) + " " + member.detail())
                .toList();
        if (!silent.isEmpty()) {
            return Completeness.partial(String.join("; ", silent));
        }
        return confirmed() ? Completeness.COMPLETE : Completeness.partial("no majority names the members");
    }

    /** A majority of the voters that the list names gives this very list. */
    private boolean confirmed() {
        long agreeing = together.stream()
                .filter(answer -> answer.list().filter(list::equals).isPresent())
                .filter(answer -> answer.trouble().isEmpty() && isVoter(answer))
                .count();
        return agreeing >= MembershipView.majority(voters());
    }

    private Member member(Listed listed) {
        Optional<String> pod = pod(listed.peerUrl());
        Optional<EtcdAnswer> answer =
                together.stream().filter(word -> word.from(listed.id())).findFirst();
        boolean started = together.stream()
                .flatMap(word -> word.members().stream().flatMap(List::stream))
                .anyMatch(
                        entry -> entry.id().equals(listed.id()) && !entry.name().isEmpty());
        Optional<Status> status = answer.flatMap(EtcdAnswer::status);
        long behind = status.map(word -> Math.max(0, newestIndex() - word.appliedIndex()))
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

    private String unwell(Listed listed, EtcdAnswer answer, long behind) {
        List<String> reasons = new ArrayList<>();
        if (answer.status().flatMap(Status::leader).isEmpty()) {
            reasons.add("it knows no leader");
        }
        if (EtcdAlarms.about(listed.id(), together)) {
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
        Optional<EtcdAnswer> there = answers.stream()
                .filter(answer -> pod.equals(Optional.of(answer.pod().name())))
                .findFirst();
        if (there.isEmpty()) {
            return started ? "has no pod" : "has not started";
        }
        return there.get()
                .status()
                .map(word -> "answers as member " + word.memberId() + " of cluster " + word.clusterId())
                .orElse("does not answer: " + there.get().trouble());
    }

    private MemberRole role(Listed listed, boolean answers) {
        if (listed.learner()) {
            return MemberRole.LEARNER;
        }
        if (!answers) {
            return MemberRole.UNKNOWN;
        }
        return leads(listed.id()) ? MemberRole.LEADER : MemberRole.FOLLOWER;
    }

    /** It says so itself, and more than half of the voters say so too. */
    private boolean leads(String id) {
        long naming = together.stream()
                .filter(answer -> answer.status().flatMap(Status::leader).equals(Optional.of(id)))
                .filter(this::isVoter)
                .count();
        boolean itself = together.stream()
                .anyMatch(answer -> answer.from(id)
                        && answer.status().flatMap(Status::leader).equals(Optional.of(id)));
        return itself && naming >= MembershipView.majority(voters());
    }

    private boolean isVoter(EtcdAnswer answer) {
        return list.stream().anyMatch(member -> !member.learner() && answer.from(member.id()));
    }

    private int voters() {
        return (int) list.stream().filter(member -> !member.learner()).count();
    }

    private long newestIndex() {
        return together.stream()
                .flatMap(answer -> answer.status().stream())
                .mapToLong(Status::raftIndex)
                .max()
                .orElse(0);
    }

    private String nobody() {
        if (answers.isEmpty()) {
            return "there are no pods";
        }
        return answers.stream()
                .map(answer -> answer.pod().name()
                        + (answer.status().isPresent() ? " does not name the members: " : " does not answer: ")
                        + answer.trouble())
                .collect(Collectors.joining("; "));
    }

    private Set<String> clusters() {
        return answers.stream().flatMap(answer -> clusterOf(answer).stream()).collect(Collectors.toSet());
    }

    private String twoClusters() {
        return "the pods answer as " + clusters().size() + " clusters: "
                + clusters().stream()
                        .sorted()
                        .map(id -> id + " ("
                                + answers.stream()
                                        .filter(answer -> clusterOf(answer).equals(Optional.of(id)))
                                        .map(answer -> answer.pod().name())
                                        .collect(Collectors.joining(", "))
                                + ")")
                        .collect(Collectors.joining(" and "));
    }

    private String name(String memberId) {
        return list.stream()
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

    private static Optional<String> clusterOf(EtcdAnswer answer) {
        return answer.status().map(Status::clusterId);
    }

    /** The answers of the cluster that most answer for; of equals, the one that the lowest ordinal answers for. */
    private static List<EtcdAnswer> together(List<EtcdAnswer> answers) {
        List<List<EtcdAnswer>> clusters = new ArrayList<>();
        for (EtcdAnswer answer : answers) {
            if (answer.status().isEmpty()) {
                continue;
            }
            clusters.stream()
                    .filter(cluster -> clusterOf(cluster.get(0)).equals(clusterOf(answer)))
                    .findFirst()
                    .orElseGet(() -> {
                        clusters.add(new ArrayList<>());
                        return clusters.get(clusters.size() - 1);
                    })
                    .add(answer);
        }
        return largest(clusters);
    }

    private static Set<Listed> list(List<EtcdAnswer> together) {
        List<List<Set<Listed>>> groups = new ArrayList<>();
        for (EtcdAnswer answer : together) {
            answer.list()
                    .ifPresent(list -> groups.stream()
                            .filter(group -> group.get(0).equals(list))
                            .findFirst()
                            .orElseGet(() -> {
                                groups.add(new ArrayList<>());
                                return groups.get(groups.size() - 1);
                            })
                            .add(list));
        }
        List<Set<Listed>> most = largest(groups);
        return most.isEmpty() ? Set.of() : most.get(0);
    }

    private static <T> List<T> largest(List<List<T>> groups) {
        List<T> largest = List.of();
        for (List<T> group : groups) {
            largest = group.size() > largest.size() ? group : largest;
        }
        return largest;
    }
}
