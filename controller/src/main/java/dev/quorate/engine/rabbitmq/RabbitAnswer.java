package dev.quorate.engine.rabbitmq;

import dev.quorate.engine.Roster;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What one pod said.
 *
 * @param trouble why it said nothing; empty when it did
 */
record RabbitAnswer(Roster.Pod pod, Optional<Status> status, String trouble) {

    /**
     * @param node its own name
     * @param flagsOff stable feature flags that are not on
     * @param marks what is open with a member, by the name of its node
     */
    record Status(
            String node,
            String version,
            Optional<String> clusterId,
            List<Listed> nodes,
            Map<String, Mark> marks,
            Set<String> flagsOff) {

        Status {
            nodes = List.copyOf(nodes);
            marks = Map.copyOf(marks);
            flagsOff = Set.copyOf(flagsOff);
        }

        Set<String> names() {
            return nodes.stream().map(Listed::name).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** A member as another sees it. */
    record Listed(String name, boolean running, List<String> partitions, boolean memoryAlarm, boolean diskAlarm) {
        Listed {
            partitions = List.copyOf(partitions);
        }
    }

    /** What is open with a member; kept in RabbitMQ itself, as a global parameter for each. */
    enum Mark {
        /** It has joined and has not got its share of the queues yet. */
        JOINING,
        /** Its replicas move to the others, since it will leave. */
        LEAVING;

        static final String PREFIX = "quorate.";

        static String parameter(String node) {
            return PREFIX + node;
        }
    }

    static RabbitAnswer silence(Roster.Pod pod, String why) {
        return new RabbitAnswer(pod, Optional.empty(), why);
    }
}
