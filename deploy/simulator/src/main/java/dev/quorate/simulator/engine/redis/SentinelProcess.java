package dev.quorate.simulator.engine.redis;

import dev.quorate.simulator.behaviour.PodContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A running sentinel: its memory, what it sees of the master, and the failover that it leads. */
final class SentinelProcess {

    static final Duration DOWN_AFTER = Duration.ofSeconds(5);
    static final Duration FAILOVER = Duration.ofSeconds(10);
    private static final Duration INFO = Duration.ofSeconds(10);
    private static final Duration AFTER_RESET = Duration.ofSeconds(3);

    /** @param promoted empty before a replica is chosen */
    record Failover(long epoch, Instant since, Optional<String> promoted) {}

    private final PodContext pod;
    private final String host;
    private final Memory memory;
    private final Map<String, Integer> priorities = new TreeMap<>();
    private Optional<Instant> downSince = Optional.empty();
    private Optional<Failover> failover = Optional.empty();
    private Instant nextTry = Instant.MIN;
    private Instant nextInfo = Instant.MIN;

    SentinelProcess(PodContext pod, String host, Memory memory) {
        this.pod = pod;
        this.host = host;
        this.memory = memory;
    }

    PodContext pod() {
        return pod;
    }

    String path() {
        return pod.namespace() + "/" + pod.name();
    }

    String host() {
        return host;
    }

    Memory memory() {
        return memory;
    }

    private Instant now() {
        return pod.schedule().now();
    }

    void sees(boolean answers) {
        downSince = answers ? Optional.empty() : Optional.of(downSince.orElseGet(this::now));
    }

    boolean down() {
        return downSince.filter(since -> !since.plus(DOWN_AFTER).isAfter(now())).isPresent();
    }

    Optional<Failover> failover() {
        return failover;
    }

    void begin(long epoch) {
        failover = Optional.of(new Failover(epoch, now(), Optional.empty()));
        patient();
    }

    void promoted(String replica) {
        failover = failover.map(running -> new Failover(running.epoch(), now(), Optional.of(replica)));
        downSince = Optional.empty();
    }

    void end() {
        failover = Optional.empty();
    }

    /** After a failover, its own or another's, it lets some time pass. */
    void patient() {
        nextTry = now().plus(FAILOVER.multipliedBy(2));
    }

    boolean mayTry() {
        return !nextTry.isAfter(now()) && failover.isEmpty();
    }

    boolean asks() {
        if (nextInfo.isAfter(now())) {
            return false;
        }
        nextInfo = now().plus(INFO);
        return true;
    }

    Map<String, Integer> priorities() {
        return priorities;
    }

    void reset() {
        memory.forget();
        priorities.clear();
        downSince = Optional.empty();
        failover = Optional.empty();
        nextInfo = now().plus(AFTER_RESET);
    }
}
