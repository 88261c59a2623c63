package dev.quorate.engine.rabbitmq;

import dev.quorate.engine.MemberCluster;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Members of RabbitMQ, real or simulated, with queues; a write goes to the queue that is its key. */
interface RabbitCluster extends MemberCluster {

    /** Declares it through this member. */
    default boolean declare(int ordinal, String queue, String type) {
        return declare(ordinal, queue, Map.of("x-queue-type", type));
    }

    /** @param arguments texts and numbers */
    boolean declare(int ordinal, String queue, Map<String, Object> arguments);

    /** The nodes that have a replica, or the queue. */
    Set<String> replicas(String queue);

    /** All messages of a queue; they stay in it. */
    List<String> messages(String queue);

    /** A command beside this member. @return its exit code */
    int command(int ordinal, String... words);

    /** Whether the member has ended since the others list it and its volume knows nothing of that. */
    boolean listedAndBlank(int ordinal);

    /** The pod ends, and is none of the app's any more. */
    void forgetPod(int ordinal);
}
