package dev.quorate.engine;

import dev.quorate.state.Admission;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Members of one engine, real or simulated, with a volume each: what the contract test needs of the world around a client. */
public interface MemberCluster extends AutoCloseable {

    /** How a pod's start ended. */
    enum Start {
        RUNS,
        BLANK_VOLUME,
        NOT_ADMITTED,
        DOUBTFUL
    }

    /** A new client each time: two of them are two observers. */
    Membership membership();

    Roster roster();

    String pod(int ordinal);

    String set();

    /** Publishes what the pod reads at its start; a state other than {@code STARTED} begins a new incarnation. */
    void admit(int ordinal, Admission.State state, List<Integer> peers);

    Start start(int ordinal);

    /** As a node that fails: no farewell; the volume stays. */
    void kill(int ordinal);

    boolean runs(int ordinal);

    /** Whether a member that the others have removed ends by itself; else it lives on, without a vote, until its pod goes. */
    default boolean endsWhenRemoved() {
        return true;
    }

    void loseVolume(int ordinal);

    /** What former incarnations left on the volume of this pod. */
    List<String> setAside(int ordinal);

    /** An acknowledged write through any running member; false if it was not acknowledged. */
    boolean write(String key, String value);

    /** What this very member holds. */
    Optional<String> readFrom(int ordinal, String key);

    void await(String what, BooleanSupplier condition);

    @Override
    void close();
}
