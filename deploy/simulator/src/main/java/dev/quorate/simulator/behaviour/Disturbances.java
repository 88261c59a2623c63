package dev.quorate.simulator.behaviour;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What is wrong in the cluster just now; pods are named {@code namespace/name}. */
public final class Disturbances {

    private final Set<String> unreadyPods = new HashSet<>();
    private final Set<String> cutPods = new HashSet<>();
    private final Set<String> lostNodes = new HashSet<>();
    private final Set<String> missingImages = new HashSet<>();
    private final Map<String, Duration> slowPods = new HashMap<>();

    /** Pods that fail their readiness probe whatever their program says. */
    public Set<String> unreadyPods() {
        return unreadyPods;
    }

    /** Pods that no other pod and no client can reach. */
    public Set<String> cutPods() {
        return cutPods;
    }

    /** Nodes that are dead, with all processes on them. */
    public Set<String> lostNodes() {
        return lostNodes;
    }

    /** Images that no registry has. */
    public Set<String> missingImages() {
        return missingImages;
    }

    /** What pods need to start on top of the usual delay. */
    public Map<String, Duration> slowPods() {
        return slowPods;
    }

    boolean imageMissing(String image) {
        return missingImages.contains(image);
    }

    Duration extraStart(String pod) {
        return slowPods.getOrDefault(pod, Duration.ZERO);
    }
}
