package dev.quorate.simulator.behaviour;

import java.time.Duration;

/** When a kubelet starts a container that has ended again: the first time at once, then later and later. */
final class Restarts {

    private static final Duration STABLE = Duration.ofMinutes(10);

    private final BackOff waits = new BackOff();
    private final String container;
    private final String where;
    private boolean endedBefore;

    Restarts(Pod pod, String container) {
        this.container = container;
        this.where = pod.name() + "_" + pod.namespace() + "(" + pod.uid() + ")";
    }

    /**
     * How long to wait now; a long run is forgiven.
     *
     * @param ran how long the container ran
     * @param shortest the wait before the second restart
     */
    Duration wait(Duration ran, Duration shortest) {
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

    String event() {
        return "Back-off restarting failed container " + container + " in pod " + where;
    }

    ContainerState waiting(Duration wait) {
        return new ContainerState.Waiting(
                "CrashLoopBackOff",
                "back-off " + inGo(wait) + " restarting failed container=" + container + " pod=" + where);
    }

    /** Such as 1m20s. */
    private static String inGo(Duration wait) {
        return wait.toMinutes() > 0 ? wait.toMinutes() + "m" + wait.toSecondsPart() + "s" : wait.toSeconds() + "s";
    }
}
