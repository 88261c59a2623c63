package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.Schedule;
import dev.quorate.simulator.store.Kind;
import java.util.Optional;

/** What the node of one pod gives to whatever runs the pod. All calls are made under the simulator's lock. */
public interface PodHost {

    /** The pod as it was when its node took it. */
    ObjectNode pod();

    Schedule schedule();

    Delays delays();

    /** An object of the pod's namespace. */
    Optional<ObjectNode> get(Kind kind, String name);

    /** The volume behind a claim; absent while it is not bound. */
    Optional<Volume> volume(String claim);

    String hostAddress();

    /** Writes the status, as long as this very pod is there. */
    void report(PodStatus status);

    void event(String reason, String message);

    void warning(String reason, String message);

    /** A new log for a container that starts; the one before it becomes the previous one. */
    ContainerLog beginLog(String container);

    /** All processes of a deleted pod have ended. */
    void gone();

    /** Nobody can reach the pod, and it reaches nobody. */
    boolean cutOff();

    boolean forcedUnready(String image);

    boolean imageMissing(String image);
}
