package dev.quorate.simulator.behaviour;

import java.util.List;
import java.util.Optional;

/**
 * What runs in a simulated pod, in place of its image. One instance lives as long as the pod; its volumes live longer. All
 * calls come under the simulator's lock, and a program does its later work on the schedule of its context.
 */
public interface PodProgram {

    /** Makes the program of one pod. */
    interface Factory {
        PodProgram create(PodContext context);
    }

    /** The init containers; run again until they are done. */
    default Initialisation initialise() {
        return Initialisation.DONE;
    }

    /** The main container starts; again after each exit, without the init containers. */
    void start();

    /** The main container is gone: it exited, was killed, or its pod ends. */
    void stop();

    /** A ConfigMap that the pod mounts shows new content. */
    default void configChanged() {}

    /** The answer to a readiness probe that is not an HTTP one, and of pods without a probe. */
    boolean ready();

    /** The ports it listens on while it runs. */
    default List<Integer> ports() {
        return List.of();
    }

    /**
     * Somebody runs a command beside the program.
     *
     * @param input all that it can read, once it is known
     */
    default Execution execute(PodContext context, List<String> command, Optional<String> input) {
        return Execution.common(context, command, input);
    }

    default ProgramReply handle(ProgramRequest request) {
        return ProgramReply.text(404, "404 page not found\n");
    }
}
