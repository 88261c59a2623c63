package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Binds claims to volumes made for them once a pod that uses them has a node, lets bound ones grow, protects claims in use,
 * says of those whose volume is gone that they are lost, and deletes the volume with its claim unless its class retains it.
 */
final class VolumeController {

    static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

    private static final String PROVISIONED_BY = "volume.kubernetes.io/storage-provisioner";
    static final String LOST = "Lost";
    private static final String PROTECTION = "kubernetes.io/pvc-protection";
    static final String PROVISIONER = "simulator.quorate.dev/volumes";
    private static final Events.Source SOURCE = Events.Source.of("persistentvolume-controller");
    private static final Store.Writer WRITER = Store.Writer.of(Cluster.CONTROLLER_MANAGER);

    private final Cluster cluster;
    private final Volumes volumes;
    private final ClaimUsers users;
    private final VolumeExpansion expansion;
    private final WorkQueue queue;
    private final Set<Key> classless = new LinkedHashSet<>();

    VolumeController(Cluster cluster, PodIndex index, Volumes volumes, ClaimUsers users) {
        this.cluster = cluster;
        this.volumes = volumes;
        this.users = users;
        this.expansion = new VolumeExpansion(cluster, index, users);
        this.queue = new WorkQueue(cluster, "persistentvolume", this::sync);
    }

    void accept(Change change) {
        if (change.key().kind().equals(Kinds.CLAIM)) {
            if (change.type() == Change.Type.DELETED) {
                released(change.object());
            } else {
                queue.add(change.key());
            }
        } else if (change.key().kind().equals(Kinds.POD)) {
            podChanged(change);
        } else if (change.key().kind().equals(Kinds.VOLUME) && change.type() == Change.Type.DELETED) {
            volumes.forget(change.key().name());
            queue.add(claimOf(change.object()));
        } else if (change.key().kind().equals(Kinds.STORAGE_CLASS)) {
            classless.forEach(queue::add);
            classless.clear();
        }
    }

    private static Key claimOf(ObjectNode volume) {
        JsonNode claim = volume.path("spec").path("claimRef");
        return new Key(
                Kinds.CLAIM,
                claim.path("namespace").asText(),
                claim.path("name").asText());
    }

    private void podChanged(Change change) {
        Pod pod = new Pod(change.object());
        if (change.type() == Change.Type.DELETED) {
            ClaimUsers.claims(change.object()).forEach(queue::add);
        } else if (pod.running()
                && !change.before().map(Pod::new).filter(Pod::running).isPresent()) {
            cluster.schedule().after(Duration.ZERO, "mounts of " + pod.path(), () -> expansion.podStarted(pod));
        }
    }

    private void released(ObjectNode claim) {
        String name = claim.path("spec").path("volumeName").asText();
        Key volume = new Key(Kinds.VOLUME, "", name);
        cluster.schedule()
                .after(
                        Duration.ZERO,
                        "reclaim volume " + name,
                        () -> cluster.store()
                                .get(volume)
                                .filter(found -> found.path("spec")
                                        .path("persistentVolumeReclaimPolicy")
                                        .asText()
                                        .equals("Delete"))
                                .ifPresent(found -> cluster.delete(volume)));
    }

    private void sync(Key key) {
        Optional<ObjectNode> found = cluster.store().get(key);
        if (found.isEmpty()) {
            return;
        }
        ObjectNode claim = found.get();
        if (Metadata.terminating(claim)) {
            unprotect(key, claim);
        } else if (claim.path("spec").path("volumeName").asText().isEmpty()) {
            provision(key, claim);
        } else if (!hasVolume(claim)) {
            lost(key, claim);
        } else if (!claim.path("status").path("phase").asText().equals("Bound")) {
            writeBound(key, claim);
        } else {
            expansion.sync(key, claim);
        }
    }

    private void unprotect(Key key, ObjectNode claim) {
        if (users.of(key).isEmpty() && Metadata.finalizers(claim).contains(PROTECTION)) {
            cluster.edit(key, WRITER, copy -> {
                ObjectNode metadata = (ObjectNode) copy.path("metadata");
                ArrayNode kept = metadata.putArray("finalizers");
                Metadata.finalizers(claim).stream()
                        .filter(name -> !name.equals(PROTECTION))
                        .forEach(kept::add);
                if (kept.isEmpty()) {
                    metadata.remove("finalizers");
                }
            });
        }
    }

    private void provision(Key key, ObjectNode claim) {
        Optional<ObjectNode> storageClass = cluster.get(
                Kinds.STORAGE_CLASS,
                "",
                claim.path("spec").path("storageClassName").asText());
        if (storageClass.isEmpty()) {
            classless.add(key);
            cluster.events()
                    .warning(
                            SOURCE,
                            claim,
                            "ProvisioningFailed",
                            "storageclass.storage.k8s.io \""
                                    + claim.path("spec")
                                            .path("storageClassName")
                                            .asText() + "\" not found");
            return;
        }
        boolean waits = storageClass.get().path("volumeBindingMode").asText().equals("WaitForFirstConsumer")
                && !claim.path("metadata").path("annotations").has(SELECTED_NODE);
        if (waits) {
            cluster.events()
                    .normal(
                            SOURCE,
                            claim,
                            "WaitForFirstConsumer",
                            "waiting for first consumer to be created before binding");
            return;
        }
        if (!claim.path("metadata").path("annotations").has(PROVISIONED_BY)) {
            askProvisioner(key, claim, storageClass.get().path("provisioner").asText());
            return;
        }
        String volume = "pvc-" + Metadata.uid(claim);
        cluster.store().create(Kinds.VOLUME, volume(volume, claim, storageClass.get()), WRITER);
        cluster.edit(key, WRITER, copy -> {
            ((ObjectNode) copy.path("spec")).put("volumeName", volume);
            ((ObjectNode) copy.path("metadata"))
                    .withObjectProperty("annotations")
                    .put("pv.kubernetes.io/bind-completed", "yes")
                    .put("pv.kubernetes.io/bound-by-controller", "yes");
        });
    }

    private void askProvisioner(Key key, ObjectNode claim, String provisioner) {
        cluster.edit(
                key,
                WRITER,
                copy -> ((ObjectNode) copy.path("metadata"))
                        .withObjectProperty("annotations")
                        .put("volume.beta.kubernetes.io/storage-provisioner", provisioner)
                        .put(PROVISIONED_BY, provisioner));
        cluster.events()
                .normal(
                        SOURCE,
                        claim,
                        "ExternalProvisioning",
                        "Waiting for a volume to be created either by the external provisioner '" + provisioner
                                + "' or manually by the system administrator. If volume creation is delayed, please"
                                + " verify that the provisioner is running and correctly registered.");
    }

    private ObjectNode volume(String name, ObjectNode claim, ObjectNode storageClass) {
        ObjectNode volume = JsonNodeFactory.instance.objectNode();
        volume.put("kind", "PersistentVolume").put("apiVersion", "v1");
        ObjectNode metadata = volume.putObject("metadata").put("name", name);
        metadata.putObject("annotations").put("pv.kubernetes.io/provisioned-by", PROVISIONER);
        ObjectNode spec = volume.putObject("spec");
        spec.set("capacity", requests(claim).deepCopy());
        spec.set("accessModes", claim.path("spec").path("accessModes").deepCopy());
        spec.putObject("csi").put("driver", PROVISIONER).put("volumeHandle", name);
        spec.putObject("claimRef")
                .put("kind", "PersistentVolumeClaim")
                .put("namespace", Metadata.namespace(claim))
                .put("name", Metadata.name(claim))
                .put("uid", Metadata.uid(claim))
                .put("apiVersion", "v1");
        spec.put(
                "persistentVolumeReclaimPolicy",
                storageClass.path("reclaimPolicy").asText("Delete"));
        spec.put("storageClassName", Metadata.name(storageClass));
        spec.put("volumeMode", claim.path("spec").path("volumeMode").asText("Filesystem"));
        volume.putObject("status").put("phase", "Bound");
        return volume;
    }

    private boolean hasVolume(ObjectNode claim) {
        return cluster.get(
                        Kinds.VOLUME, "", claim.path("spec").path("volumeName").asText())
                .isPresent();
    }

    /** For good, unless somebody brings the volume back. */
    private void lost(Key key, ObjectNode claim) {
        if (claim.path("status").path("phase").asText().equals(LOST)) {
            return;
        }
        cluster.writeStatus(
                key,
                Cluster.CONTROLLER_MANAGER,
                JsonNodeFactory.instance.objectNode().put("phase", LOST));
        cluster.events()
                .warning(
                        SOURCE,
                        claim,
                        "ClaimLost",
                        "Bound claim has lost its PersistentVolume. Data on the volume is lost!");
    }

    private void writeBound(Key key, ObjectNode claim) {
        ObjectNode status = JsonNodeFactory.instance.objectNode().put("phase", "Bound");
        status.set("accessModes", claim.path("spec").path("accessModes").deepCopy());
        status.set("capacity", requests(claim).deepCopy());
        cluster.writeStatus(key, Cluster.CONTROLLER_MANAGER, status);
    }

    private static JsonNode requests(ObjectNode claim) {
        return claim.path("spec").path("resources").path("requests");
    }
}
