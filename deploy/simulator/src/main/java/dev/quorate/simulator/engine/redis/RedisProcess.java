package dev.quorate.simulator.engine.redis;

import dev.quorate.simulator.behaviour.PodContext;
import dev.quorate.simulator.behaviour.Volume;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A running Redis: its data, whom it follows, and until when it takes no writes. */
final class RedisProcess {

    static final int USUAL = 100;

    private final PodContext pod;
    private final String host;
    private final String incarnation;
    private final Volume volume;
    private final Map<String, Instant> heardOf = new TreeMap<>();
    private Copy copy;
    private Optional<String> master;
    private boolean linked;
    private Optional<Instant> wrongSince = Optional.empty();
    private Instant linkedAt;
    private Instant paused = Instant.MIN;
    private int priority;
    private boolean overtaken;

    /** @param master the host that it follows; empty to be the master */
    RedisProcess(PodContext pod, String host, String incarnation, Volume volume, Optional<String> master) {
        this.pod = pod;
        this.host = host;
        this.incarnation = incarnation;
        this.volume = volume;
        this.copy = volume.read(Copy.PATH, Copy.class).orElse(Copy.BLANK);
        this.master = master;
        this.linkedAt = pod.schedule().now();
        this.priority = whole() ? USUAL : 0;
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

    /** In its memory, whatever becomes of the volume. */
    Copy copy() {
        return copy;
    }

    void copy(Copy newest) {
        copy = newest;
        volume.write(Copy.PATH, newest);
    }

    boolean whole() {
        return copy().whole().equals(incarnation);
    }

    Optional<String> master() {
        return master;
    }

    boolean masters() {
        return master.isEmpty();
    }

    boolean linked() {
        return linked;
    }

    Instant linkedAt() {
        return linkedAt;
    }

    int priority() {
        return priority;
    }

    void priority(int wanted) {
        priority = wanted;
    }

    /** Others have replaced it while they could not reach it, and it has not heard of that. */
    boolean overtaken() {
        return overtaken;
    }

    void overtake() {
        overtaken = true;
    }

    void promote() {
        overtaken = false;
        master = Optional.empty();
        linked = false;
        wrongSince = Optional.empty();
    }

    void follow(String newMaster) {
        overtaken = false;
        master = Optional.of(newMaster);
        linked = false;
        wrongSince = Optional.empty();
    }

    void unlink() {
        linked = false;
    }

    /** It has received all; what was never whole can be elected from now on. */
    void receive(Copy all) {
        copy(copy().holding(all));
        linked = true;
        linkedAt = pod.schedule().now();
        if (!whole()) {
            copy(copy().whole(incarnation));
            priority = USUAL;
        }
    }

    void pause(Instant until) {
        paused = until;
    }

    boolean paused() {
        return paused.isAfter(pod.schedule().now());
    }

    void heard(String replica) {
        heardOf.put(replica, pod.schedule().now());
    }

    Instant heardOf(String replica) {
        return heardOf.getOrDefault(replica, Instant.MIN);
    }

    Map<String, Instant> heardOf() {
        return new TreeMap<>(heardOf);
    }

    /** Since when it is not what a sentinel says it should be. */
    Instant wrongSince() {
        Instant since = wrongSince.orElseGet(() -> pod.schedule().now());
        wrongSince = Optional.of(since);
        return since;
    }

    void right() {
        wrongSince = Optional.empty();
    }
}
