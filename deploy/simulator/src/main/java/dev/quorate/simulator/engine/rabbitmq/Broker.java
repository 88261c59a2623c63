package dev.quorate.simulator.engine.rabbitmq;

import dev.quorate.simulator.behaviour.PodContext;
import java.util.Optional;

/** A running node: its virtual machine, in which RabbitMQ may be at work or not. */
final class Broker {

    enum State {
        /** It belongs to no cluster yet, and looks for one. */
        JOINING,
        /** It looks for the others of its cluster. */
        BOOTING,
        SERVING,
        /** It does not see most others, and does nothing until it does. */
        PAUSED,
        /** Somebody has stopped it; its virtual machine runs on. */
        STOPPED
    }

    private final PodContext pod;
    private final DataDirectory data;
    private State state;
    private boolean draining;
    private boolean outOfMemory;
    private boolean outOfDisk;

    Broker(PodContext pod, DataDirectory data, State state) {
        this.pod = pod;
        this.data = data;
        this.state = state;
    }

    PodContext pod() {
        return pod;
    }

    String podPath() {
        return pod.namespace() + "/" + pod.name();
    }

    String node() {
        return data.node();
    }

    DataDirectory data() {
        return data;
    }

    Optional<ClusterState> cluster() {
        return data.cluster();
    }

    State state() {
        return state;
    }

    boolean serving() {
        return state == State.SERVING;
    }

    /** It would serve if it could. */
    boolean waiting() {
        return state == State.BOOTING || state == State.PAUSED;
    }

    void state(State next) {
        state = next;
        draining = draining && next == State.SERVING;
    }

    /** In maintenance mode: no clients, and its replicas are at rest. */
    boolean draining() {
        return draining;
    }

    void drain(boolean drains) {
        draining = drains;
    }

    boolean outOfMemory() {
        return outOfMemory;
    }

    boolean outOfDisk() {
        return outOfDisk;
    }

    boolean alarmed() {
        return outOfMemory || outOfDisk;
    }

    void alarms(boolean memory, boolean disk) {
        outOfMemory = memory;
        outOfDisk = disk;
    }

    boolean lists(String node) {
        return cluster().filter(known -> known.members().contains(node)).isPresent();
    }

    /** The version that the image's tag names. */
    String version() {
        String image = pod.image();
        return image.substring(image.lastIndexOf(':') + 1).replaceFirst("-.*$", "");
    }
}
