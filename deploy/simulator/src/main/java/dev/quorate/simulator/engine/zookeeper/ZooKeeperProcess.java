package dev.quorate.simulator.engine.zookeeper;

import dev.quorate.simulator.behaviour.PodContext;
import java.time.Instant;
import java.util.Optional;

/** A running server: its data, whom it follows, and since when it can acknowledge. */
final class ZooKeeperProcess {

    private final PodContext pod;
    private final DataDirectory data;
    private Optional<Long> leader = Optional.empty();
    private boolean caughtUp;
    private Instant acknowledgesSince;

    ZooKeeperProcess(PodContext pod, DataDirectory data) {
        this.pod = pod;
        this.data = data;
        this.caughtUp = !data.log().ensemble().isEmpty() || data.log().list().version() == 0;
        this.acknowledgesSince = pod.schedule().now();
    }

    PodContext pod() {
        return pod;
    }

    String podPath() {
        return pod.namespace() + "/" + pod.name();
    }

    long id() {
        return data.id();
    }

    Entry log() {
        return data.log();
    }

    ServerList list() {
        return log().list();
    }

    void log(Entry newest) {
        boolean observed = list().get(id()).isPresent() && !list().votes(id());
        boolean observes = newest.list().get(id()).isPresent() && !newest.list().votes(id());
        data.log(newest);
        if (observed && !observes) {
            acknowledgesSince = pod.schedule().now();
        }
    }

    Optional<Long> leader() {
        return leader;
    }

    void follow(Optional<Long> newLeader) {
        leader = newLeader;
    }

    boolean leading() {
        return leader.equals(Optional.of(id()));
    }

    boolean caughtUp() {
        return caughtUp;
    }

    void catchUp() {
        caughtUp = true;
    }

    boolean serving() {
        return leader.isPresent() && caughtUp;
    }

    Instant acknowledgesSince() {
        return acknowledgesSince;
    }
}
