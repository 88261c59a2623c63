package dev.quorate.engine.etcd;

import dev.quorate.engine.etcd.EtcdAnswer.Listed;
import dev.quorate.engine.etcd.EtcdAnswer.Status;
import dev.quorate.state.MembershipView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The answers of all pods, weighed against each other. Those of one cluster belong together, the one that most answer for;
 * and of the member lists that they give the most frequent is taken.
 */
final class EtcdAnswers {

    private final List<EtcdAnswer> all;
    private final List<EtcdAnswer> together;
    private final Set<Listed> list;

    EtcdAnswers(List<EtcdAnswer> all) {
        this.all = all;
        this.together = largestGroup(all, EtcdAnswers::clusterOf);
        this.list = largestGroup(together, EtcdAnswer::list).stream()
                .findFirst()
                .flatMap(EtcdAnswer::list)
                .orElse(Set.of());
    }

    List<EtcdAnswer> all() {
        return all;
    }

    /** Of the cluster that is looked at. */
    List<EtcdAnswer> together() {
        return together;
    }

    /** The members, without their names; empty if nobody names them. */
    Set<Listed> list() {
        return list;
    }

    /** The pods that answer for each cluster; more than one cluster is one too many. */
    Map<String, List<String>> podsByCluster() {
        Map<String, List<String>> clusters = new TreeMap<>();
        for (EtcdAnswer answer : all) {
            clusterOf(answer)
                    .ifPresent(id -> clusters.computeIfAbsent(id, any -> new ArrayList<>())
                            .add(answer.pod().name()));
        }
        return clusters;
    }

    /** A majority of the voters that the list names gives this very list, and not an old one. */
    boolean confirmed() {
        return isMajority(byVoters()
                .filter(answer -> answer.trouble().isEmpty() && answer.list().equals(Optional.of(list))));
    }

    Optional<String> clusterId() {
        return confirmed() ? together.stream().findFirst().flatMap(EtcdAnswers::clusterOf) : Optional.empty();
    }

    /** The pods whose members name other members than the list does. */
    List<String> dissenters() {
        return together.stream()
                .filter(answer ->
                        answer.list().filter(other -> !other.equals(list)).isPresent())
                .map(answer -> answer.pod().name())
                .toList();
    }

    /** A member leads if it says so itself, and more than half of the voters say so too. */
    boolean leads(String id) {
        return by(id).filter(answer -> names(answer, id)).isPresent()
                && isMajority(byVoters().filter(answer -> names(answer, id)));
    }

    /** What this very member answers, wherever it runs. */
    Optional<EtcdAnswer> by(String memberId) {
        return together.stream().filter(answer -> answer.from(memberId)).findFirst();
    }

    /** What answers at this pod, whoever it is. */
    Optional<EtcdAnswer> at(String pod) {
        return all.stream().filter(answer -> answer.pod().name().equals(pod)).findFirst();
    }

    /** A member gets its name when it starts. */
    boolean started(String memberId) {
        return together.stream()
                .flatMap(answer -> answer.members().stream().flatMap(List::stream))
                .anyMatch(
                        member -> member.id().equals(memberId) && !member.name().isEmpty());
    }

    long newestIndex() {
        return together.stream()
                .flatMap(answer -> answer.status().stream())
                .mapToLong(Status::raftIndex)
                .max()
                .orElse(0);
    }

    private Stream<EtcdAnswer> byVoters() {
        return together.stream()
                .filter(answer -> list.stream().anyMatch(member -> !member.learner() && answer.from(member.id())));
    }

    private boolean isMajority(Stream<EtcdAnswer> voters) {
        int all = (int) list.stream().filter(member -> !member.learner()).count();
        return voters.count() >= MembershipView.majority(all);
    }

    private static boolean names(EtcdAnswer answer, String leader) {
        return answer.status().flatMap(Status::leader).equals(Optional.of(leader));
    }

    private static Optional<String> clusterOf(EtcdAnswer answer) {
        return answer.status().map(Status::clusterId);
    }

    /** Those that have the same in common; of groups of one size, the one that the lowest ordinal is in. */
    private static <T> List<EtcdAnswer> largestGroup(
            List<EtcdAnswer> answers, Function<EtcdAnswer, Optional<T>> inCommon) {
        Map<T, List<EtcdAnswer>> groups = new LinkedHashMap<>();
        for (EtcdAnswer answer : answers) {
            inCommon.apply(answer)
                    .ifPresent(key -> groups.computeIfAbsent(key, any -> new ArrayList<>())
                            .add(answer));
        }
        List<EtcdAnswer> largest = List.of();
        for (List<EtcdAnswer> group : groups.values()) {
            largest = group.size() > largest.size() ? group : largest;
        }
        return largest;
    }
}
