package dev.quorate.engine.redis;

import dev.quorate.engine.MemberCluster.Start;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Roster;
import dev.quorate.state.Admission;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Redis and sentinels, real or simulated, with a volume each: what their tests need of the world around a client. */
interface RedisCluster extends AutoCloseable {

    /** A new client each time: two of them are two observers. */
    Membership membership();

    /** As the controller asks about a component. */
    Roster roster(String component);

    String pod(String component, int ordinal);

    /** Publishes what the pod reads at its start; a state other than {@code STARTED} begins a new incarnation. */
    void admit(String component, int ordinal, Admission.State state, List<Integer> peers);

    Start start(String component, int ordinal);

    /** As a node that fails: no farewell; the volume stays. */
    void kill(String component, int ordinal);

    boolean runs(String component, int ordinal);

    /** The pod is taken away: it is not looked for any more. */
    void forgetPod(String component, int ordinal);

    void loseVolume(String component, int ordinal);

    /** An acknowledged write to whom the sentinels name; false if it was not acknowledged. */
    boolean write(String key, String value);

    /** What this very redis holds. */
    Optional<String> readFrom(int ordinal, String key);

    /** How many must agree that the master is down, as each sentinel that answers knows it. */
    List<Integer> quorums();

    void await(String what, BooleanSupplier condition);

    @Override
    void close();
}
