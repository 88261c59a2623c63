package dev.quorate.simulator.behaviour;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is wrong in the cluster just now; pods are named {@code namespace/name}. */
public final class Disturbances {

    private final Set<String> unreadyPods = new HashSet<>();
    private final Set<String> cutPods = new HashSet<>();
    private final Set<String> lostNodes = new HashSet<>();
    private final Map<String, Duration> slowPods = new HashMap<>();
    private final Map<String, ContainerFault.Crashes> crashingPods = new HashMap<>();
    private final Map<String, BrokenImages> brokenImages = new LinkedHashMap<>();

    private record BrokenImages(ImagePattern images, ContainerFault fault) {}

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

    /** What pods need to start on top of the usual delay. */
    public Map<String, Duration> slowPods() {
        return slowPods;
    }

    /** Pods whose main container ends as soon as it runs. */
    public Map<String, ContainerFault.Crashes> crashingPods() {
        return crashingPods;
    }

    /** @param images the name of an image, in which a {@code *} stands for anything */
    public void breakImages(String images, ContainerFault fault) {
        brokenImages.put(images, new BrokenImages(ImagePattern.of(images), fault));
    }

    public void mendImages(String images) {
        brokenImages.remove(images);
    }

    boolean imageMissing(String image) {
        return faults(image, ContainerFault.ImageMissing.class).findAny().isPresent();
    }

    boolean unready(String pod, String image) {
        return unreadyPods.contains(pod)
                || faults(image, ContainerFault.NeverReady.class).findAny().isPresent();
    }

    Optional<ContainerFault.Crashes> crash(String pod, String image) {
        return Optional.ofNullable(crashingPods.get(pod))
                .or(() -> faults(image, ContainerFault.Crashes.class).findFirst());
    }

    Duration extraStart(String pod, String image) {
        return faults(image, ContainerFault.SlowStart.class)
                .map(ContainerFault.SlowStart::extra)
                .reduce(slowPods.getOrDefault(pod, Duration.ZERO), Duration::plus);
    }

    private <T extends ContainerFault> Stream<T> faults(String image, Class<T> kind) {
        return brokenImages.values().stream()
                .filter(each -> kind.isInstance(each.fault()) && each.images().matches(image))
                .map(each -> kind.cast(each.fault()));
    }
}
