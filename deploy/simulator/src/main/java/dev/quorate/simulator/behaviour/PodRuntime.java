package dev.quorate.simulator.behaviour;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One pod on its node, from the sandbox to the end of its processes. All calls come under the simulator's lock. */
public interface PodRuntime {

    /** Makes the pods of a cluster. */
    interface Factory {
        PodRuntime create(PodHost host);
    }

    void begin();

    /** The pod was deleted with this time to end. */
    void terminate(Duration grace);

    /** The pod object is gone, or its node is dead: all ends at once, and nothing can be reported any more. */
    void vanish();

    /** A mounted ConfigMap or Secret changed some time ago. */
    void refreshMounts();

    /** What it looks at by itself may have changed. */
    void changed();

    /** The pod was cut off from the network, or is back; see {@link PodHost#cutOff}. */
    default void connectionsChanged() {}

    /** The main container ends, as if its process had. */
    void exit(int code, String reason);

    boolean runs(String container);

    /** Absent where that container does not run. */
    Optional<Execution> execute(String container, List<String> command, Optional<String> input);
}
