package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Metadata;
import java.time.Duration;

/** When a kubelet starts a container that has ended again: the first time at once, then later and later. */
public final class Restarts {

    private static final Duration STABLE = Duration.ofMinutes(10);

    private final BackOff waits = new BackOff();
    private final String container;
    private final String where;
    private boolean endedBefore;

    public Restarts(ObjectNode pod, String container) {
        this.container = container;
        this.where = Metadata.name(pod) + "_" + Metadata.namespace(pod) + "(" + Metadata.uid(pod) + ")";
    }

    /**
     * How long to wait now; a long run is forgiven.
     *
     * @param ran how long the container ran
     * @param shortest the wait before the second restart
     */
    public Duration wait(Duration ran, Duration shortest) {
        if (ran.compareTo(STABLE) >= 0) {
            endedBefore = false;
            waits.reset();
        }
        if (!endedBefore) {
            endedBefore = true;
            return Duration.ZERO;
        }
        return waits.next(shortest);
    }

    public String event() {
        return "Back-off restarting failed container " + container + " in pod " + where;
    }

    public ContainerState waiting(Duration wait) {
        return new ContainerState.Waiting(
                "CrashLoopBackOff",
                "back-off " + inGo(wait) + " restarting failed container=" + container + " pod=" + where);
    }

    /** Such as 1m20s. */
    private static String inGo(Duration wait) {
        return wait.toMinutes() > 0 ? wait.toMinutes() + "m" + wait.toSecondsPart() + "s" : wait.toSeconds() + "s";
    }
}
