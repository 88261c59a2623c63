package dev.quorate.simulator.behaviour;

import java.time.Duration;

/** What goes wrong with the main container of each pod that has a broken image. */
public sealed interface ContainerFault {

    /** No registry has the image. */
    record ImageMissing() implements ContainerFault {}

    /** The process ends as soon as it runs, before it has done anything. */
    record Crashes(int exitCode, String reason) implements ContainerFault {}

    /** It runs, and its readiness probe fails. */
    record NeverReady() implements ContainerFault {}

    /** It needs longer to start. */
    record SlowStart(Duration extra) implements ContainerFault {}

    static ContainerFault imageMissing() {
        return new ImageMissing();
    }

    static Crashes exits(int code) {
        return new Crashes(code, ContainerState.reason(code));
    }

    static Crashes outOfMemory() {
        return new Crashes(ContainerState.KILLED, ContainerState.OUT_OF_MEMORY);
    }

    static ContainerFault neverReady() {
        return new NeverReady();
    }

    static ContainerFault slowStart(Duration extra) {
        return new SlowStart(extra);
    }
}
