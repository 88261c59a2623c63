package dev.quorate.engine.rabbitmq;

import dev.quorate.engine.AppObjects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names of members. RabbitMQ knows a member by nothing but the name of its Erlang node, so the incarnation is part of it:
 * who comes in the place of a lost one is somebody else, and who has left can never be taken for a member.
 */
@FunctionalInterface
interface Nodes {

    int AMQP_PORT = 5672;
    int MANAGEMENT_PORT = 15672;
    int PROMETHEUS_PORT = 15692;
    int EPMD_PORT = 4369;
    int DISTRIBUTION_PORT = 25672;

    Nodes DNS = (namespace, set, pod, incarnation) -> "rabbit-" + incarnation + "@" + host(namespace, set, pod);

    String node(String namespace, String set, String pod, String incarnation);

    /** Names last while the pods' addresses change. */
    static String host(String namespace, String set, String pod) {
        return pod + "." + AppObjects.headlessName(set) + "." + namespace + ".svc";
    }

    /** The pod of a set that a node is on; empty for one that no pod of the set could be. */
    static Optional<String> pod(String namespace, String set, String node) {
        String host = node.substring(node.indexOf('@') + 1);
        String pod = host.contains(".") ? host.substring(0, host.indexOf('.')) : "";
        boolean ours = pod.matches(Pattern.quote(set) + "-[0-9]{1,4}") && host.equals(host(namespace, set, pod));
        return ours ? Optional.of(pod) : Optional.empty();
    }
}
