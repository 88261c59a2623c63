package dev.quorate.simulator.engine.rabbitmq;

import dev.quorate.simulator.Schedule;
import dev.quorate.simulator.behaviour.Delays;
import dev.quorate.simulator.behaviour.Programs;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * All RabbitMQ nodes of the simulated cluster and what they can do together: join, serve, pause, change what they all know.
 *
 * <p>A node serves while the virtual machines of most members of its own list are within its reach; else it pauses. What one of
 * those that serve together changes is at once with all of them. Who starts takes over what they know, and ends where they do
 * not list it any more.
 */
public final class RabbitNetwork {

    private static final int REFUSED = 1;

    private final Schedule schedule;
    private final Delays delays;
    private final Predicate<String> cut;
    private final Map<String, Broker> brokers = new TreeMap<>();
    private final Replicas replicas;
    private int founded;

    /** @param cut whether a pod, named {@code namespace/name}, is cut off from all others */
    public RabbitNetwork(Schedule schedule, Delays delays, Predicate<String> cut) {
        this.schedule = schedule;
        this.delays = delays;
        this.cut = cut;
        this.replicas = new Replicas(this);
    }

    /** Lets pods whose image or command is RabbitMQ run simulated members. */
    public void register(Programs programs) {
        programs.register(
                Programs.image("rabbitmq").or(Programs.command("rabbitmq-server")),
                context -> new RabbitProgram(context, this));
    }

    /**
     * One running node as an observer from outside sees it.
     *
     * @param cluster empty before it belongs to one
     * @param member whether its own list names it
     * @param serving whether clients can use it
     * @param speaks whether it is the first of those that serve together; of a whole cluster there is one such
     * @param members how many it lists
     */
    public record View(
            String pod, String cluster, String node, boolean member, boolean serving, boolean speaks, int members) {}

    public List<View> running(String namespace) {
        return brokers.values().stream()
                .filter(broker -> broker.pod().namespace().equals(namespace))
                .map(broker -> new View(
                        broker.podPath(),
                        broker.cluster().map(ClusterState::id).orElse(""),
                        broker.node(),
                        broker.lists(broker.node()),
                        broker.serving(),
                        together(broker).stream().findFirst().equals(Optional.of(broker)),
                        broker.cluster().map(known -> known.members().size()).orElse(0)))
                .toList();
    }

    /**
     * Where the replicas of a queue are.
     *
     * @param online those of its members that answer
     */
    public record QueueView(String name, String type, List<String> members, List<String> online) {}

    /** The queues of a cluster by the word of those that serve; empty while nobody does. */
    public List<QueueView> queues(String cluster) {
        return speaker(cluster).stream()
                .flatMap(broker -> broker.cluster().stream()
                        .flatMap(known -> known.queues().values().stream())
                        .map(queue -> new QueueView(
                                queue.name(),
                                queue.type().title(),
                                queue.members(),
                                replicas.online(broker, queue).stream()
                                        .map(Broker::node)
                                        .toList())))
                .toList();
    }

    /** Acknowledged messages of a cluster that its present leaders do not have; nothing is said while there are none. */
    public List<String> lostMessages(String cluster) {
        return speaker(cluster).map(replicas::lost).orElse(List.of());
    }

    /** The nodes that a cluster lists; empty while nobody serves. */
    public List<String> members(String cluster) {
        return speaker(cluster).flatMap(Broker::cluster).stream()
                .flatMap(known -> known.members().stream())
                .toList();
    }

    /** The global parameters of a cluster with their values as JSON; empty while nobody serves. */
    public Map<String, String> parameters(String cluster) {
        return speaker(cluster)
                .flatMap(Broker::cluster)
                .map(ClusterState::parameters)
                .orElse(Map.of());
    }

    /** As if the member in this pod had used up its memory or its disk; false when none runs there. */
    public boolean alarm(String podPath, boolean memory, boolean disk) {
        Optional<Broker> there = brokers.values().stream()
                .filter(broker -> broker.podPath().equals(podPath))
                .findFirst();
        there.ifPresent(broker -> broker.alarms(memory, disk));
        return there.isPresent();
    }

    private Optional<Broker> speaker(String cluster) {
        return brokers.values().stream()
                .filter(Broker::serving)
                .filter(broker -> broker.cluster()
                        .filter(known -> known.id().equals(cluster))
                        .isPresent())
                .findFirst();
    }

    /** This pod was cut off, or is no longer. */
    public void connectionsChanged(String podPath) {
        if (brokers.values().stream().anyMatch(broker -> broker.podPath().equals(podPath))) {
            settle();
        }
    }

    Schedule schedule() {
        return schedule;
    }

    Delays delays() {
        return delays;
    }

    Replicas replicas() {
        return replicas;
    }

    // ---- nodes come and go

    void up(Broker broker) {
        brokers.put(broker.node(), broker);
        settle();
    }

    void down(Broker broker) {
        brokers.remove(broker.node(), broker);
        settle();
    }

    boolean runs(Broker broker) {
        return broker.equals(brokers.get(broker.node()));
    }

    void found(Broker broker) {
        String id = "rabbitmq-cluster-id-" + ++founded;
        broker.data().cluster(ClusterState.founded(id, broker.node(), FeatureFlags.of(broker.version())));
    }

    // ---- who can reach whom

    Optional<Broker> reachable(Broker from, String node) {
        return Optional.ofNullable(brokers.get(node)).filter(other -> reach(from, other));
    }

    private boolean reach(Broker from, Broker to) {
        return from.equals(to) || (!cut.test(from.podPath()) && !cut.test(to.podPath()));
    }

    /** The members of its own list whose virtual machines it reaches, itself included. */
    private List<Broker> around(Broker broker) {
        return broker.cluster().stream()
                .flatMap(known -> known.members().stream())
                .flatMap(node -> reachable(broker, node).stream())
                .toList();
    }

    /** Those that serve the same cluster within its reach, in the order of their names. */
    List<Broker> together(Broker broker) {
        return broker.serving()
                ? around(broker).stream()
                        .filter(other -> other.serving() && sameCluster(broker, other))
                        .toList()
                : List.of();
    }

    private static boolean sameCluster(Broker one, Broker other) {
        return one.cluster().map(ClusterState::id).equals(other.cluster().map(ClusterState::id));
    }

    private boolean seesMost(Broker broker, ClusterState list) {
        long alive = list.members().stream()
                .flatMap(node -> reachable(broker, node).stream())
                .count();
        return alive >= list.majority();
    }

    // ---- serve and pause

    /** Lets every node find out whether it may serve, until nothing changes any more. */
    void settle() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Broker broker : List.copyOf(brokers.values())) {
                changed |= settle(broker);
            }
        }
        replicas.catchUp(brokers.values());
        List.copyOf(brokers.values()).forEach(broker -> broker.pod().changed());
    }

    private boolean settle(Broker broker) {
        if (broker.serving()
                && broker.cluster().filter(list -> seesMost(broker, list)).isEmpty()) {
            broker.state(Broker.State.PAUSED);
            return true;
        }
        return broker.waiting() && start(broker);
    }

    /** It takes over what those know that serve; when nobody does, what the one knows that has seen most. */
    private boolean start(Broker broker) {
        List<Broker> others = around(broker).stream()
                .filter(other -> sameCluster(broker, other))
                .toList();
        Optional<Broker> serving = others.stream().filter(Broker::serving).findFirst();
        Optional<Broker> newest = serving.or(() -> others.stream()
                .filter(Broker::waiting)
                .max(Comparator.comparingLong(RabbitNetwork::revision)
                        .thenComparing(Comparator.comparing(Broker::node).reversed())));
        ClusterState list = newest.flatMap(Broker::cluster).orElseThrow();
        if (!list.members().contains(broker.node())) {
            end(broker);
            return true;
        }
        long waiting = others.stream()
                .filter(other -> other.waiting() && list.members().contains(other.node()))
                .count();
        if (serving.isEmpty() && waiting < list.majority()) {
            return false;
        }
        broker.data().cluster(list);
        broker.state(Broker.State.SERVING);
        return true;
    }

    private static long revision(Broker broker) {
        return broker.cluster().map(ClusterState::revision).orElse(0L);
    }

    /** The others have forgotten it: they refuse it, and it does not start. */
    private void end(Broker broker) {
        broker.state(Broker.State.STOPPED);
        broker.pod().exit(REFUSED);
    }

    // ---- what members change

    /** Changes what all know, through one that serves. */
    ClusterState change(Broker through, UnaryOperator<ClusterState> change) {
        ClusterState changed = change.apply(through.cluster().orElseThrow());
        together(through).forEach(broker -> broker.data().cluster(changed));
        settle();
        return changed;
    }

    /** A node joins one that serves; false when that one cannot take it. */
    boolean join(Broker joiner, String peer) {
        Optional<Broker> via = reachable(joiner, peer).filter(Broker::serving);
        if (via.isEmpty() || via.get().lists(joiner.node())) {
            return false;
        }
        joiner.data().cluster(change(via.get(), known -> known.with(joiner.node())));
        return true;
    }
}
