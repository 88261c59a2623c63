package dev.quorate.engine.redis;

import dev.quorate.engine.redis.SentinelAnswer.Peer;
import dev.quorate.engine.redis.SentinelAnswer.Status;
import dev.quorate.state.MembershipView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What all sentinels said together: whom most of them name as the master, whom they list, and whether they are whole. */
record Watch(List<SentinelAnswer> all) {

    Watch {
        all = List.copyOf(all);
    }

    Stream<Status> said() {
        return all.stream().flatMap(answer -> answer.status().stream());
    }

    /** All that anybody knows: each counts for the majority, whether or not it runs. */
    Set<String> ids() {
        return said().flatMap(status -> Stream.concat(
                        Stream.of(status.id()), status.peers().stream().map(Peer::id)))
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    int majority() {
        return MembershipView.majority(ids().size());
    }

    boolean most(Predicate<Status> what) {
        return said().filter(what).count() >= majority();
    }

    /** The host that a majority names; one sentinel by itself may be the one that was cut off. */
    Optional<String> master() {
        return masters().keySet().stream()
                .filter(host -> most(status -> status.master().equals(host)))
                .findFirst();
    }

    /** The sentinels, by their pods, for each host that one of them names. */
    Map<String, List<String>> masters() {
        return all.stream()
                .filter(answer -> answer.status().isPresent())
                .collect(Collectors.groupingBy(
                        answer -> answer.status().orElseThrow().master(),
                        TreeMap::new,
                        Collectors.mapping(answer -> answer.pod().name(), Collectors.toList())));
    }

    /** The hosts of redis that anybody lists. */
    Set<String> hosts() {
        return said().flatMap(status -> Stream.concat(
                        Stream.of(status.master()), status.replicas().stream().map(SentinelAnswer.Replica::host)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Who was listed stays so while too few answer to tell. */
    boolean mostList(String host) {
        boolean tell = said().count() >= majority();
        return tell ? most(status -> status.lists(host)) : said().anyMatch(status -> status.lists(host));
    }

    boolean failingOver() {
        return said().anyMatch(Status::failingOver);
    }

    /** The answer of the sentinel itself. */
    Optional<SentinelAnswer> by(String id) {
        return all.stream()
                .filter(answer ->
                        answer.status().filter(status -> status.id().equals(id)).isPresent())
                .findFirst();
    }

    Optional<SentinelAnswer> at(String pod) {
        return all.stream().filter(answer -> answer.pod().name().equals(pod)).findFirst();
    }

    Optional<String> host(String id) {
        return said().flatMap(status -> status.peers().stream())
                .filter(peer -> peer.id().equals(id))
                .flatMap(peer -> peer.host().stream())
                .findFirst();
    }

    /**
     * Why this sentinel does not know yet what the others do; empty when it does. After a reset it finds in some seconds all
     * that live, and nobody else.
     *
     * @param but a host or an id that is to be forgotten
     */
    Optional<String> missing(Status sentinel, String but) {
        Predicate<String> stays = name -> !name.equals(but);
        Function<String, String> text = name -> "does not list " + name + " yet";
        Optional<String> redis = said().flatMap(status -> status.replicas().stream())
                .filter(SentinelAnswer.Replica::eligible)
                .map(SentinelAnswer.Replica::host)
                .filter(stays)
                .filter(host -> !sentinel.lists(host))
                .findFirst();
        Optional<String> peer = ids().stream()
                .filter(stays)
                .filter(id -> by(id).isPresent() && !sentinel.knows(id))
                .findFirst();
        return redis.map(text)
                .or(() -> peer.map(id -> "does not list the sentinel " + host(id).orElse(id) + " yet"))
                .or(() -> sentinel.failingOver() ? Optional.of("moves the master") : Optional.empty());
    }
}
