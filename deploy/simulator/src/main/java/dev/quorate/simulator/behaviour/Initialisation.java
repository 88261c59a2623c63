package dev.quorate.simulator.behaviour;

/** How far the init containers of a pod are. */
public sealed interface Initialisation {

    Initialisation DONE = new Done();
    Initialisation WAITING = new StillWaiting();

    static Initialisation failed(int exitCode) {
        return new Failed(exitCode);
    }

    record Done() implements Initialisation {}

    /** Still at it; looked at again when a mounted ConfigMap changes or the program says that something changed. */
    record StillWaiting() implements Initialisation {}

    /** Ended with this code; the kubelet starts it again after its back-off. */
    record Failed(int exitCode) implements Initialisation {}
}
