package dev.quorate.simulator.engine.redis;

import dev.quorate.simulator.engine.redis.SentinelProcess.Failover;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What sentinels do by themselves: find each other and the replicas, agree that a master is down, put another in its place. */
final class Watching {

    /** A Redis that says of itself what no sentinel says of it is put right after so long. */
    private static final Duration WRONG = Duration.ofSeconds(8);

    /** For so long after a promotion a sentinel calls its failover running. */
    private static final Duration RECONFIGURING = Duration.ofSeconds(2);

    /** What was not linked for so long has too little of what was written since. */
    private static final Duration TOO_OLD = Duration.ofSeconds(60);

    private final RedisNetwork network;

    Watching(RedisNetwork network) {
        this.network = network;
    }

    /** The sentinels that watch this host. */
    List<SentinelProcess> of(String namespace, String host) {
        return network.sentinels()
                .filter(sentinel -> sentinel.pod().namespace().equals(namespace))
                .filter(sentinel -> sentinel.memory().master().equals(host)
                        || sentinel.memory().replicas().contains(host))
                .toList();
    }

    private Instant now() {
        return network.schedule().now();
    }

    void round() {
        List<SentinelProcess> reachable = network.sentinels()
                .filter(sentinel -> network.reachable(sentinel.path()))
                .toList();
        reachable.forEach(this::meet);
        reachable.forEach(this::adopt);
        network.sentinels().forEach(this::look);
        reachable.forEach(this::elect);
        reachable.forEach(this::goOn);
        reachable.forEach(this::correct);
    }

    /** The running master of a sentinel, as far as the sentinel can ask it. */
    private Optional<RedisProcess> master(SentinelProcess sentinel) {
        return network.at(sentinel.memory().master()).filter(process -> network.reachable(sentinel.path()));
    }

    /** Others that watch the same, over a Redis that both can reach. */
    private Stream<SentinelProcess> others(SentinelProcess sentinel) {
        return network.sentinels()
                .filter(other -> !other.equals(sentinel) && network.reachable(other.path()))
                .filter(other -> together(sentinel, other));
    }

    private static boolean together(SentinelProcess one, SentinelProcess other) {
        String place = one.host().substring(one.host().indexOf('.'));
        return other.host().endsWith(place);
    }

    private void meet(SentinelProcess sentinel) {
        Optional<RedisProcess> master = master(sentinel).filter(process -> !process.paused());
        if (master.isEmpty()) {
            return;
        }
        others(sentinel)
                .filter(other ->
                        other.memory().master().equals(sentinel.memory().master()))
                .forEach(other -> sentinel.memory().meet(other.memory().id(), other.host()));
        if (sentinel.asks()) {
            master.get().heardOf().forEach((replica, heard) -> {
                boolean there = network.at(replica).filter(RedisProcess::linked).isPresent();
                if (there && !replica.equals(sentinel.memory().master())) {
                    sentinel.memory().replicas().add(replica);
                }
            });
            sentinel.memory()
                    .replicas()
                    .forEach(replica -> network.at(replica)
                            .ifPresent(process -> sentinel.priorities().put(replica, process.priority())));
        }
    }

    /** Who has seen a newer election says so wherever both are. */
    private void adopt(SentinelProcess sentinel) {
        boolean somewhere = network.redis()
                .anyMatch(
                        process -> network.reachable(process.path()) && !process.paused() && knows(sentinel, process));
        others(sentinel)
                .map(SentinelProcess::memory)
                .filter(memory ->
                        somewhere && memory.configEpoch() > sentinel.memory().configEpoch())
                .max(Comparator.comparingLong(Memory::configEpoch))
                .ifPresent(newest -> {
                    sentinel.memory().follow(newest.master(), newest.configEpoch());
                    sentinel.end();
                    sentinel.sees(true);
                });
    }

    private static boolean knows(SentinelProcess sentinel, RedisProcess process) {
        return sentinel.memory().master().equals(process.host())
                || sentinel.memory().replicas().contains(process.host());
    }

    private void look(SentinelProcess sentinel) {
        sentinel.sees(master(sentinel)
                .filter(process -> process.masters() && !process.paused())
                .isPresent());
    }

    private void elect(SentinelProcess sentinel) {
        if (!sentinel.down() || !sentinel.mayTry()) {
            return;
        }
        long agree = 1
                + others(sentinel)
                        .filter(other -> other.down()
                                && other.memory()
                                        .master()
                                        .equals(sentinel.memory().master()))
                        .count();
        if (agree < sentinel.memory().quorum()) {
            return;
        }
        long epoch = nextEpoch(sentinel);
        List<SentinelProcess> voters = known(sentinel)
                .filter(other -> other.memory().votedEpoch() < epoch)
                .toList();
        sentinel.memory().vote(epoch);
        voters.forEach(other -> {
            other.memory().vote(epoch);
            other.patient();
        });
        if (voters.size() + 1 >= needed(sentinel)) {
            sentinel.begin(epoch);
        } else {
            sentinel.patient();
        }
    }

    private Stream<SentinelProcess> known(SentinelProcess sentinel) {
        return others(sentinel)
                .filter(other ->
                        sentinel.memory().peers().containsKey(other.memory().id()));
    }

    private static int needed(SentinelProcess sentinel) {
        Memory memory = sentinel.memory();
        return Math.max((memory.peers().size() + 1) / 2 + 1, memory.quorum());
    }

    boolean usable(SentinelProcess sentinel) {
        return known(sentinel).count() + 1 >= needed(sentinel);
    }

    long nextEpoch(SentinelProcess sentinel) {
        return 1
                + Stream.concat(Stream.of(sentinel), others(sentinel))
                        .map(SentinelProcess::memory)
                        .mapToLong(memory -> Math.max(memory.votedEpoch(), memory.configEpoch()))
                        .max()
                        .orElse(0);
    }

    /** Of those that it lists, may promote, and hears: the preferred one, of equals the one that has most. */
    Optional<RedisProcess> successor(SentinelProcess sentinel) {
        return sentinel.memory().replicas().stream()
                .flatMap(host -> network.at(host).stream())
                .filter(process -> !process.masters() && process.priority() > 0)
                .filter(process -> process.linkedAt().plus(TOO_OLD).isAfter(now()))
                .min(Comparator.comparingInt((RedisProcess process) -> process.priority())
                        .thenComparing(process -> -process.copy().keys().size())
                        .thenComparing(RedisProcess::host));
    }

    private void goOn(SentinelProcess sentinel) {
        Optional<Failover> running = sentinel.failover();
        if (running.isEmpty()) {
            return;
        }
        if (running.get().promoted().isPresent()) {
            if (running.get().since().plus(RECONFIGURING).isBefore(now())) {
                sentinel.end();
            }
            return;
        }
        Optional<RedisProcess> successor = successor(sentinel);
        if (successor.isEmpty()) {
            sentinel.end();
            return;
        }
        network.replaced(sentinel.memory().master(), successor.get());
        successor.get().promote();
        sentinel.memory().follow(successor.get().host(), running.get().epoch());
        sentinel.promoted(successor.get().host());
    }

    /** Nobody who is paused can be told. */
    private void correct(SentinelProcess sentinel) {
        for (String host : List.copyOf(sentinel.memory().replicas())) {
            Optional<RedisProcess> replica = network.at(host).filter(process -> !process.paused());
            boolean right = replica.flatMap(RedisProcess::master)
                    .equals(Optional.of(sentinel.memory().master()));
            if (replica.isEmpty()
                    || master(sentinel).filter(RedisProcess::masters).isEmpty()) {
                continue;
            }
            if (right) {
                replica.get().right();
            } else if (!replica.get().masters()
                    || !replica.get().wrongSince().plus(WRONG).isAfter(now())) {
                replica.get().follow(sentinel.memory().master());
            }
        }
    }
}
