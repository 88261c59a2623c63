package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Store;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets the volume behind a claim grow: first the volume, then its file system, which a kubelet does while a pod uses it or,
 * where the class has the parameter {@code fileSystemResize: offline}, only when a pod starts. With the parameter {@code
 * volumeResizeError} its driver fails with those words, and tries again. How far it is stands in the claim's status alone.
 */
final class VolumeExpansion {

    static final String OFFLINE_PARAMETER = "fileSystemResize";

    static final String ERROR_PARAMETER = "volumeResizeError";

    private static final Events.Source EXPAND = Events.Source.of("volume_expand");
    private static final Events.Source RESIZER = Events.Source.of("external-resizer " + VolumeController.PROVISIONER);
    private static final String RESIZING = "Resizing";
    private static final String PENDING = "FileSystemResizePending";
    private static final String ERROR = "ControllerResizeError";
    private static final Duration TRY_AGAIN = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final PodIndex index;
    private final ClaimUsers users;
    private final Set<Key> busy = new HashSet<>();

    VolumeExpansion(Cluster cluster, PodIndex index, ClaimUsers users) {
        this.cluster = cluster;
        this.index = index;
        this.users = users;
    }

    /** A claim that is bound wants more than it has. */
    void sync(Key key, ObjectNode claim) {
        if (busy.contains(key) || size(claim).equals(capacity(claim))) {
            return;
        }
        Optional<ObjectNode> volume = volume(claim);
        if (volume.isEmpty()) {
            return;
        }
        if (!size(claim).equals(volume.get().path("spec").path("capacity").path("storage"))) {
            parameter(claim, ERROR_PARAMETER)
                    .ifPresentOrElse(words -> fail(key, claim, words), () -> growVolume(key, claim));
        } else if (!isOffline(claim) && used(key)) {
            growFileSystem(key, claim);
        } else if (!has(claim, PENDING)) {
            waitForPod(key, claim);
        }
    }

    private void growVolume(Key key, ObjectNode claim) {
        cluster.events()
                .normal(EXPAND, claim, "ExternalExpanding", "waiting for an external controller to expand this PVC");
        Duration takes = cluster.delays().volumeExpansion();
        if (!takes.isZero()) {
            cluster.events()
                    .normal(
                            RESIZER,
                            claim,
                            RESIZING,
                            "External resizer is resizing volume "
                                    + claim.path("spec").path("volumeName").asText());
            write(key, claim, RESIZING, "", "ControllerResizeInProgress");
        }
        later(key, takes, now -> {
            cluster.edit(
                    new Key(
                            Kinds.VOLUME,
                            "",
                            now.path("spec").path("volumeName").asText()),
                    Store.Writer.of(Cluster.CONTROLLER_MANAGER),
                    volume -> ((ObjectNode) volume.path("spec").path("capacity")).set("storage", size(now)));
            sync(key, now);
        });
    }

    private void fail(Key key, ObjectNode claim, String words) {
        if (!has(claim, ERROR)) {
            cluster.events().warning(RESIZER, claim, "VolumeResizeFailed", words);
            write(key, claim, ERROR, words, "ControllerResizeInfeasible");
        }
        later(key, TRY_AGAIN, now -> sync(key, now));
    }

    private void waitForPod(Key key, ObjectNode claim) {
        String message = "Waiting for user to (re-)start a pod to finish file system resize of volume on node.";
        cluster.events()
                .normal(RESIZER, claim, "FileSystemResizeRequired", "Require file system resize of volume on node");
        write(key, claim, PENDING, message, "NodeResizePending");
    }

    /** A pod that uses the claim has started: its kubelet grows what waits for that. */
    void podStarted(Pod pod) {
        for (Key key : ClaimUsers.claims(pod.tree())) {
            cluster.store()
                    .get(key)
                    .filter(claim -> has(claim, PENDING) && !busy.contains(key))
                    .ifPresent(claim -> growFileSystem(key, claim));
        }
    }

    private void growFileSystem(Key key, ObjectNode claim) {
        Duration takes = cluster.delays().fileSystemExpansion();
        if (!takes.isZero() && !has(claim, PENDING)) {
            waitForPod(key, claim);
        }
        later(key, takes, now -> {
            ObjectNode status = now.path("status").deepCopy();
            volume(now)
                    .ifPresent(volume -> status.withObjectProperty("capacity")
                            .set("storage", volume.path("spec").path("capacity").path("storage")));
            status.remove(List.of("conditions", "allocatedResourceStatuses"));
            cluster.writeStatus(key, Cluster.KUBELET, status);
        });
    }

    private interface Step {
        void take(ObjectNode claim);
    }

    private void later(Key key, Duration takes, Step step) {
        if (takes.isZero()) {
            cluster.store().get(key).ifPresent(step::take);
            return;
        }
        busy.add(key);
        cluster.schedule().after(takes, "expansion of " + key.namespace() + "/" + key.name(), () -> {
            busy.remove(key);
            cluster.store().get(key).ifPresent(step::take);
        });
    }

    private void write(Key key, ObjectNode claim, String condition, String message, String progress) {
        ObjectNode status = claim.path("status").deepCopy();
        status.withObjectProperty("allocatedResources").set("storage", size(claim));
        status.withObjectProperty("allocatedResourceStatuses").put("storage", progress);
        ObjectNode written = status.putArray("conditions").addObject();
        written.put("type", condition).put("status", "True").putNull("lastProbeTime");
        written.put("lastTransitionTime", cluster.timestamp());
        if (!message.isEmpty()) {
            written.put("message", message);
        }
        cluster.writeStatus(key, Cluster.CONTROLLER_MANAGER, status);
    }

    private boolean used(Key claim) {
        return users.of(claim).stream()
                .flatMap(pod -> index.get(pod.namespace(), pod.name()).stream())
                .anyMatch(Pod::running);
    }

    private boolean isOffline(ObjectNode claim) {
        return parameter(claim, OFFLINE_PARAMETER).filter("offline"::equals).isPresent();
    }

    private Optional<String> parameter(ObjectNode claim, String name) {
        return cluster.get(
                        Kinds.STORAGE_CLASS,
                        "",
                        claim.path("spec").path("storageClassName").asText())
                .map(found -> found.path("parameters").path(name).asText())
                .filter(value -> !value.isEmpty());
    }

    private Optional<ObjectNode> volume(ObjectNode claim) {
        return cluster.get(
                Kinds.VOLUME, "", claim.path("spec").path("volumeName").asText());
    }

    private static boolean has(ObjectNode claim, String condition) {
        return !new Pod(claim).condition(condition).isMissingNode();
    }

    private static JsonNode size(ObjectNode claim) {
        return claim.path("spec").path("resources").path("requests").path("storage");
    }

    private static JsonNode capacity(ObjectNode claim) {
        return claim.path("status").path("capacity").path("storage");
    }
}
