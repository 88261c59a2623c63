package dev.quorate.simulator;

import dev.quorate.simulator.behaviour.Behaviours;
import dev.quorate.simulator.behaviour.ContainerFault;
import dev.quorate.simulator.behaviour.Disturbances;
import dev.quorate.simulator.behaviour.Volume;
import dev.quorate.simulator.engine.etcd.EtcdNetwork;
import dev.quorate.simulator.engine.rabbitmq.RabbitNetwork;
import dev.quorate.simulator.engine.redis.RedisNetwork;
import dev.quorate.simulator.engine.zookeeper.ZooKeeperNetwork;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.MemoryStore;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.time.Duration;
import java.util.Optional;

/** What goes wrong in a cluster, on demand. Nothing here waits: the cluster reacts on its schedule. */
public final class Faults {

    private static final int KILLED = 137;

    private final MemoryStore store;
    private final Behaviours behaviours;
    private final EtcdNetwork etcd;
    private final ZooKeeperNetwork zookeeper;
    private final RabbitNetwork rabbitmq;
    private final RedisNetwork redis;

    Faults(
            MemoryStore store,
            Behaviours behaviours,
            EtcdNetwork etcd,
            ZooKeeperNetwork zookeeper,
            RabbitNetwork rabbitmq,
            RedisNetwork redis) {
        this.store = store;
        this.behaviours = behaviours;
        this.etcd = etcd;
        this.zookeeper = zookeeper;
        this.rabbitmq = rabbitmq;
        this.redis = redis;
    }

    /** The pod is gone at once, processes and all, as after a forced delete. */
    public void killPod(String namespace, String pod) {
        deleteObject(new Key(Kinds.POD, namespace, pod));
    }

    /** The main container dies; the kubelet restarts it in place. */
    public void crashContainer(String namespace, String pod) {
        behaviours.exitContainer(namespace, pod, ContainerFault.exits(KILLED));
    }

    /** As if the main container had used more memory than it may: OOMKilled. */
    public void exhaustMemory(String namespace, String pod) {
        behaviours.exitContainer(namespace, pod, ContainerFault.outOfMemory());
    }

    /** The content of a claim's volume is lost, and whoever uses it dies of it. False when the claim is not bound. */
    public boolean loseVolume(String namespace, String claim) {
        Optional<Volume> volume = behaviours.volume(namespace, claim);
        volume.ifPresent(Volume::lose);
        behaviours.podsUsing(namespace, claim).forEach(pod -> crashContainer(namespace, pod));
        return volume.isPresent();
    }

    /** A node dies with all that runs on it, without a word. */
    public void loseNode(String node) {
        behaviours.loseNode(node);
    }

    public void restoreNode(String node) {
        behaviours.restoreNode(node);
    }

    /** All nodes have this much to give from now on, as {@code 2} and {@code 4Gi}; what runs there stays. */
    public void resizeNodes(String cpu, String memory) {
        store.list(Kinds.NODE, Optional.empty())
                .forEach(node -> behaviours.resizeNode(Metadata.name(node), cpu, memory));
    }

    /** No other pod and no client can reach the pod any more. */
    public void cutFromNetwork(String namespace, String pod) {
        disturbances().cutPods().add(path(namespace, pod));
        connectionsChanged(namespace, pod);
    }

    public void reconnect(String namespace, String pod) {
        disturbances().cutPods().remove(path(namespace, pod));
        connectionsChanged(namespace, pod);
    }

    private void connectionsChanged(String namespace, String pod) {
        behaviours.connectionsChanged(namespace, pod);
        etcd.connectionsChanged(path(namespace, pod));
        zookeeper.connectionsChanged(path(namespace, pod));
        rabbitmq.connectionsChanged(path(namespace, pod));
        redis.connectionsChanged(path(namespace, pod));
    }

    /** The pod fails its readiness probe, whatever its program says. */
    public void blockReadiness(String namespace, String pod) {
        disturbances().unreadyPods().add(path(namespace, pod));
        behaviours.look(namespace, pod);
    }

    public void unblockReadiness(String namespace, String pod) {
        disturbances().unreadyPods().remove(path(namespace, pod));
        behaviours.look(namespace, pod);
    }

    /** Pods of this name need longer to start, now and whenever they come again. */
    public void delayStart(String namespace, String pod, Duration delay) {
        disturbances().slowPods().put(path(namespace, pod), delay);
    }

    /** The main container of the pod ends as soon as it runs, each time, until {@link #stopCrashing}. */
    public void crashAtStart(String namespace, String pod, ContainerFault.Crashes crash) {
        disturbances().crashingPods().put(path(namespace, pod), crash);
        behaviours.exitContainer(namespace, pod, crash);
    }

    public void stopCrashing(String namespace, String pod) {
        disturbances().crashingPods().remove(path(namespace, pod));
    }

    /** No registry has these images any more; what runs goes on. */
    public void loseImage(String images) {
        breakImages(images, ContainerFault.imageMissing());
    }

    /**
     * What starts from these images from now on has this fault. It replaces an earlier fault of the same images.
     *
     * @param images the whole name of an image, in which a {@code *} stands for anything
     */
    public void breakImages(String images, ContainerFault fault) {
        disturbances().breakImages(images, fault);
        behaviours.lookAtAll();
    }

    /** Ends the fault of these images; what backs off just now tries again when its time has come. */
    public void mendImages(String images) {
        disturbances().mendImages(images);
        behaviours.lookAtAll();
    }

    /** Somebody deletes an object behind everybody's back. */
    public void deleteObject(Key key) {
        if (store.get(key).isPresent()) {
            store.delete(key, new Store.Deletion(Store.Propagation.BACKGROUND, Optional.of(0L)));
        }
    }

    /** The API server has no memory of changes any more: watches that go on from an older version get 410. */
    public void forgetHistory() {
        store.compact();
    }

    /** Makes the member in this pod the leader of its etcd cluster; false when it cannot be. */
    public boolean moveEtcdLeader(String namespace, String pod) {
        return etcd.lead(path(namespace, pod));
    }

    /** A member of RabbitMQ uses up its memory, or its disk; both false is the end of it. False when none runs there. */
    public boolean alarmRabbit(String namespace, String pod, boolean memory, boolean disk) {
        return rabbitmq.alarm(path(namespace, pod), memory, disk);
    }

    private Disturbances disturbances() {
        return behaviours.disturbances();
    }

    private static String path(String namespace, String pod) {
        return namespace + "/" + pod;
    }
}
