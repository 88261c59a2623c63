package dev.quorate.simulator.engine.rabbitmq;

import dev.quorate.simulator.behaviour.Execution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** RabbitMQ's own commands, run beside one node; those that only show something have no place here. */
final class Commands {

    private static final int UNAVAILABLE = 69;
    private static final int USAGE = 64;
    private static final Set<String> PROGRAMS =
            Set.of("rabbitmqctl", "rabbitmq-queues", "rabbitmq-streams", "rabbitmq-upgrade");
    private static final Set<String> WITH_VALUE = Set.of("--formatter", "--vhost", "--timeout", "-p", "-t");

    private final RabbitNetwork network;
    private final Broker broker;
    private final List<String> words = new ArrayList<>();
    private final Map<String, String> options = new HashMap<>();

    Commands(RabbitNetwork network, Broker broker) {
        this.network = network;
        this.broker = broker;
    }

    /** Empty for what is none of them. */
    Optional<Execution> run(List<String> command) {
        if (command.isEmpty() || !PROGRAMS.contains(command.get(0))) {
            return Optional.empty();
        }
        for (int at = 1; at < command.size(); at++) {
            String word = command.get(at);
            if (WITH_VALUE.contains(word)) {
                options.put(word, command.get(++at));
            } else if (!word.startsWith("-")) {
                words.add(word);
            }
        }
        String verb = command.get(0) + " " + (words.isEmpty() ? "" : words.get(0));
        return Optional.of(
                switch (verb) {
                    case "rabbitmqctl stop_app" -> stopApp();
                    case "rabbitmqctl start_app" -> startApp();
                    default -> broker.serving() ? ofOneThatServes(verb) : notRunning();
                });
    }

    private Execution ofOneThatServes(String verb) {
        return switch (verb) {
            case "rabbitmqctl forget_cluster_node" -> forget(words.get(1));
            case "rabbitmqctl enable_feature_flag" -> enableFlags();
            case "rabbitmq-upgrade drain" -> drain(true);
            case "rabbitmq-upgrade revive" -> drain(false);
            case "rabbitmq-queues grow" -> grow(words.get(1), words.get(2).equals("even"));
            case "rabbitmq-queues shrink" -> shrink(words.get(1));
            case "rabbitmq-queues add_member", "rabbitmq-streams add_replica" -> add(words.get(1), words.get(2));
            case "rabbitmq-queues delete_member", "rabbitmq-streams delete_replica" ->
                delete(words.get(1), words.get(2));
            default -> new Execution.Done("", "Command '" + verb + "' not found.\n", USAGE);
        };
    }

    // ---- the node

    private Execution stopApp() {
        if (broker.serving() || broker.waiting()) {
            broker.state(Broker.State.STOPPED);
            network.settle();
        }
        return Execution.printed("Stopping rabbit application on node " + broker.node() + " ...\n");
    }

    private Execution startApp() {
        if (broker.state() == Broker.State.STOPPED) {
            broker.state(Broker.State.BOOTING);
            network.settle();
        }
        return broker.serving()
                ? Execution.printed("Starting node " + broker.node() + " ...\n")
                : error("Error: node " + broker.node() + " does not start");
    }

    private Execution drain(boolean drains) {
        broker.drain(drains);
        network.settle();
        return Execution.printed((drains ? "Will put node " : "Will revive node ") + broker.node() + "\n");
    }

    private Execution enableFlags() {
        Set<String> known = FeatureFlags.of(broker.version());
        boolean all = network.together(broker).stream()
                .allMatch(other -> FeatureFlags.of(other.version()).containsAll(known));
        if (!all) {
            return error("Error: some members do not support them");
        }
        network.change(broker, state -> state.withFlags(known));
        return Execution.printed("");
    }

    // ---- the cluster

    private Execution forget(String node) {
        if (!broker.lists(node)) {
            return error("Error:\n{:not_a_cluster_node, ~c\"The node selected is not in the cluster.\"}");
        }
        if (network.reachable(broker, node).filter(Broker::serving).isPresent()) {
            return error("Error: RabbitMQ on node " + node + " must be stopped with 'rabbitmqctl -n " + node
                    + " stop_app' before it can be removed");
        }
        network.change(broker, known -> known.without(node));
        return Execution.printed("Removing node " + node + " from the cluster\n");
    }

    // ---- replicas

    private Execution grow(String node, boolean onlyEven) {
        StringBuilder said = new StringBuilder();
        for (Queue queue : quorumQueues()) {
            boolean fits = !onlyEven || queue.members().size() % 2 == 0;
            if (fits && !queue.isOn(node)) {
                Optional<String> refused = network.replicas().add(broker, queue, node);
                said.append(said.isEmpty() ? "" : ",").append(row(queue, refused));
            }
        }
        return Execution.printed("[" + said + "]\n");
    }

    private Execution shrink(String node) {
        StringBuilder said = new StringBuilder();
        for (Queue queue : quorumQueues()) {
            Optional<String> refused =
                    queue.isOn(node) ? network.replicas().remove(broker, queue, node) : Optional.empty();
            refused.ifPresent(why -> said.append(row(queue, refused)).append('\n'));
        }
        return Execution.printed(said.toString());
    }

    private static String row(Queue queue, Optional<String> refused) {
        return "{\"vhost\":\"" + queue.vhost() + "\",\"name\":\"" + queue.name() + "\",\"size\":"
                + (queue.members().size() + (refused.isPresent() ? 0 : 1)) + ",\"result\":\""
                + refused.map(why -> "error: " + why).orElse("ok") + "\"}";
    }

    private Execution add(String name, String node) {
        return queue(name)
                .map(queue -> queue.isOn(node)
                        ? error("Error: already_a_member")
                        : result(network.replicas().add(broker, queue, node)))
                .orElseGet(() -> error("Error: not_found"));
    }

    private Execution delete(String name, String node) {
        return queue(name)
                .map(queue -> queue.isOn(node)
                        ? result(network.replicas().remove(broker, queue, node))
                        : error("Error: not_member"))
                .orElseGet(() -> error("Error: not_found"));
    }

    private List<Queue> quorumQueues() {
        return broker.cluster().stream()
                .flatMap(known -> known.queues().values().stream())
                .filter(queue -> queue.type() == Queue.Type.QUORUM)
                .toList();
    }

    private Optional<Queue> queue(String name) {
        String vhost = options.getOrDefault("--vhost", "/");
        return broker.cluster().flatMap(known -> known.queue(Queue.key(vhost, name)));
    }

    // ---- what is printed

    private static Execution result(Optional<String> refused) {
        return refused.map(why -> error("Error: " + why)).orElseGet(() -> Execution.printed("Done.\n"));
    }

    private Execution notRunning() {
        return error("Error: this command requires the 'rabbit' app to be running on the target node " + broker.node());
    }

    private static Execution error(String text) {
        return new Execution.Done("", text + "\n", UNAVAILABLE);
    }
}
