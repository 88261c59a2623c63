package dev.quorate.engine.rabbitmq;

import dev.quorate.engine.rabbitmq.RabbitAnswer.Listed;
import dev.quorate.engine.rabbitmq.RabbitAnswer.Mark;
import dev.quorate.engine.rabbitmq.RabbitAnswer.Status;
import dev.quorate.state.MembershipView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What all pods said together: the one list of members that most of them stand behind. */
final class RabbitAnswers {

    private final List<RabbitAnswer> all;
    private final List<Status> together;

    RabbitAnswers(List<RabbitAnswer> all) {
        this.all = List.copyOf(all);
        this.together = together(all);
    }

    /** Those that say the same of their cluster; of several such groups the largest, then the one with more members. */
    private static List<Status> together(List<RabbitAnswer> all) {
        Map<String, List<Status>> groups = all.stream()
                .flatMap(answer -> answer.status().stream())
                .collect(Collectors.groupingBy(
                        status -> status.clusterId().orElse("") + status.names(), TreeMap::new, Collectors.toList()));
        return groups.values().stream()
                .max(Comparator.comparingInt((List<Status> group) -> group.size())
                        .thenComparing(group -> group.get(0).nodes().size()))
                .orElse(List.of());
    }

    List<RabbitAnswer> all() {
        return all;
    }

    Optional<RabbitAnswer> at(String pod) {
        return all.stream().filter(answer -> answer.pod().name().equals(pod)).findFirst();
    }

    /** The answer of the member itself, if it stands behind the list. */
    Optional<Status> by(String node) {
        return together.stream().filter(status -> status.node().equals(node)).findFirst();
    }

    Optional<String> clusterId() {
        return together.stream().findFirst().flatMap(Status::clusterId);
    }

    /** Each member as it sees itself, else as the others do; running is what all of them say it is. */
    List<Listed> list() {
        Map<String, List<Listed>> words = together.stream()
                .flatMap(status -> status.nodes().stream())
                .collect(Collectors.groupingBy(Listed::name, TreeMap::new, Collectors.toList()));
        List<Listed> list = new ArrayList<>();
        words.forEach((name, said) -> list.add(new Listed(
                name,
                said.stream().allMatch(Listed::running),
                said.stream()
                        .flatMap(listed -> listed.partitions().stream())
                        .distinct()
                        .sorted()
                        .toList(),
                said.stream().anyMatch(Listed::memoryAlarm),
                said.stream().anyMatch(Listed::diskAlarm))));
        return list;
    }

    Optional<Mark> mark(String node) {
        return together.stream()
                .flatMap(status -> Optional.ofNullable(status.marks().get(node)).stream())
                .findFirst();
    }

    /** Whether most of those that are listed stand behind the list themselves. */
    boolean confirmed() {
        Set<String> listed = list().stream().map(Listed::name).collect(Collectors.toSet());
        long said = together.stream().map(Status::node).filter(listed::contains).count();
        return !listed.isEmpty() && said >= MembershipView.majority(listed.size());
    }

    /** The pods of the same cluster that name other members. */
    List<String> dissenters() {
        return all.stream()
                .filter(answer -> answer.status()
                        .filter(status -> !together.contains(status))
                        .isPresent())
                .map(answer -> answer.pod().name())
                .toList();
    }

    Map<String, List<String>> podsByCluster() {
        Function<RabbitAnswer, String> cluster =
                answer -> answer.status().flatMap(Status::clusterId).orElse("");
        return all.stream()
                .filter(answer -> answer.status().isPresent())
                .collect(Collectors.groupingBy(
                        cluster,
                        TreeMap::new,
                        Collectors.mapping(answer -> answer.pod().name(), Collectors.toList())));
    }
}
