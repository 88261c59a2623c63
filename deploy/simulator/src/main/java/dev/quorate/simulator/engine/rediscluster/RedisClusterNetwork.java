package dev.quorate.simulator.engine.rediscluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.Schedule;
import dev.quorate.simulator.behaviour.Delays;
import dev.quorate.simulator.behaviour.PodContext;
import dev.quorate.simulator.behaviour.Programs;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All nodes of Redis Cluster of the simulated cluster, and what becomes of what clients have written to them.
 *
 * <p>A write counts as acknowledged when a replica has it too. What a master that fails had alone is lost by the accident, also what
 * was just moved to it: of one that runs and is reached nothing may be lost, wherever slots go.
 */
public final class RedisClusterNetwork {

    private static final Duration SENDING = Duration.ofMillis(200);
    private static final Duration ROUND = Duration.ofSeconds(1);

    private final Schedule schedule;
    private final Delays delays;
    private final Predicate<String> cut;
    private final Map<String, NodeProcess> nodes = new TreeMap<>();

    /** Of each pod the one that ran last, which may run again with what it has. */
    private final Map<String, NodeProcess> last = new TreeMap<>();

    private final Map<String, Set<String>> acknowledged = new TreeMap<>();
    private final Gossip gossip = new Gossip(this);
    private final Elections elections = new Elections(this);
    private boolean turning;
    private long connections;

    /** @param cut whether a pod, named {@code namespace/name}, is cut off from all others */
    public RedisClusterNetwork(Schedule schedule, Delays delays, Predicate<String> cut) {
        this.schedule = schedule;
        this.delays = delays;
        this.cut = cut;
    }

    /** Lets pods of Redis that open the port on which nodes talk run simulated members. */
    public void register(Programs programs) {
        Predicate<ObjectNode> redis = Programs.image("redis");
        programs.register(
                redis.and(RedisClusterNetwork::opensBus), context -> new NodeProgram(context, this, elections));
    }

    private static boolean opensBus(ObjectNode pod) {
        for (var port : pod.path("spec").path("containers").path(0).path("ports")) {
            if (port.path("containerPort").asInt() == NodeProgram.BUS_PORT) {
                return true;
            }
        }
        return false;
    }

    /**
     * One running node as an observer from outside sees it.
     *
     * @param cluster whose founding its slots come from; empty before it has met anybody
     * @param master the id of the node that it copies; empty for a master
     * @param linked whether it is a master, or has what its master has
     * @param slots how many it owns by its own word
     * @param open how many slots are on their way to it or from it
     * @param listedBy how many running nodes know it, itself among them
     * @param known how many nodes it knows, itself among them
     * @param well whether it serves
     */
    public record View(
            String pod,
            String id,
            String cluster,
            String master,
            boolean linked,
            int slots,
            int open,
            int listedBy,
            int known,
            boolean well) {}

    public List<View> running(String namespace) {
        return nodes.values().stream()
                .filter(process -> process.pod().namespace().equals(namespace))
                .map(this::view)
                .toList();
    }

    private View view(NodeProcess process) {
        Table table = process.table();
        return new View(
                process.path(),
                process.id(),
                table.cluster(),
                table.myself().master().orElse(""),
                process.masters() || process.linked(),
                table.myself().slots().cardinality(),
                table.leaving().size() + table.arriving().size(),
                (int) nodes.values().stream()
                        .filter(other -> other.table().known(process.id()).isPresent())
                        .count(),
                table.all().size(),
                process.well());
    }

    /** Acknowledged writes that the owners of their slots do not have; nothing is said of a slot whose owner is not there. */
    public List<String> lostWrites(String cluster) {
        return acknowledged.getOrDefault(cluster, Set.of()).stream()
                .filter(key -> lost(cluster, key))
                .toList();
    }

    private boolean lost(String cluster, String key) {
        int slot = Slots.of(key);
        return owner(cluster, slot)
                .filter(owner -> !owner.data().has(key) && !moved(owner, slot, key))
                .isPresent();
    }

    /** Of those that think that a slot is theirs the one that the others will believe. */
    private Optional<NodeProcess> owner(String cluster, int slot) {
        return nodes.values().stream()
                .filter(process -> reachable(process)
                        && process.table().cluster().equals(cluster)
                        && process.table().myself().slots().get(slot))
                .max(Comparator.comparingLong(
                        process -> process.table().myself().epoch()));
    }

    /** While a slot is open its keys are at either end, which may be down just now. */
    private boolean moved(NodeProcess owner, int slot, String key) {
        return last.values().stream()
                .filter(process -> process.id().equals(owner.table().leaving().get(slot))
                        || process.table().arriving().containsKey(slot))
                .anyMatch(process -> process.data().has(key));
    }

    /** This pod was cut off, or is no longer. */
    public void connectionsChanged(String podPath) {
        if (nodes.containsKey(podPath)) {
            turn();
        }
    }

    // ---- who is there

    List<NodeProcess> nodes() {
        return List.copyOf(nodes.values());
    }

    List<NodeProcess> reachable() {
        return nodes.values().stream().filter(this::reachable).toList();
    }

    boolean reachable(NodeProcess process) {
        return !cut.test(process.path());
    }

    boolean runs(NodeProcess process) {
        return nodes.containsValue(process);
    }

    /** The running node at an address that others can reach. */
    Optional<NodeProcess> at(String address) {
        return nodes.values().stream()
                .filter(process -> process.pod().address().equals(address) && reachable(process))
                .findFirst();
    }

    /** The running node of a pod that others can reach. */
    Optional<NodeProcess> of(PodContext asker, String pod) {
        return Optional.ofNullable(nodes.get(asker.namespace() + "/" + pod)).filter(this::reachable);
    }

    /** Who is known, at the address at which he is known. */
    Optional<NodeProcess> reached(NodeProcess from, Known other) {
        return at(other.address()).filter(there -> there.id().equals(other.id()) && reachable(from));
    }

    static String host(PodContext pod) {
        String set = pod.name().substring(0, pod.name().lastIndexOf('-'));
        return pod.name() + "." + set + "-headless." + pod.namespace() + ".svc";
    }

    long connection() {
        return ++connections;
    }

    void joined(NodeProcess process) {
        nodes.put(process.path(), process);
        last.put(process.path(), process);
        turn();
    }

    /** One that ends sends on what it has first. */
    void left(NodeProcess process) {
        send(process);
        nodes.remove(process.path(), process);
        turn();
    }

    void tell(NodeProcess process) {
        gossip.tell(process);
    }

    // ---- what is written

    void written(NodeProcess master, String key) {
        master.unsent().add(key);
        changed(master);
    }

    /** Something else has become of its keys. */
    void changed(NodeProcess master) {
        schedule.after(SENDING, "Redis Cluster sends on", () -> send(master));
    }

    /** What it has is on so many replicas now. */
    int send(NodeProcess master) {
        if (!master.masters() || !runs(master)) {
            return 0;
        }
        List<NodeProcess> replicas = nodes.values().stream()
                .filter(replica -> replica.linked() && masterOf(replica).equals(Optional.of(master)))
                .toList();
        replicas.forEach(replica -> replica.receive(master));
        if (!replicas.isEmpty()) {
            acknowledged
                    .computeIfAbsent(master.table().cluster(), any -> new TreeSet<>())
                    .addAll(master.unsent());
            master.unsent().clear();
        }
        return replicas.size();
    }

    /** Deleted by a client. */
    void deleted(NodeProcess master, String key) {
        acknowledged.getOrDefault(master.table().cluster(), new TreeSet<>()).remove(key);
        changed(master);
    }

    /** A master that others cannot reach takes with it what it alone had. */
    void replaced(Known master, NodeProcess successor) {
        if (reached(successor, master).isPresent()) {
            return;
        }
        last.values().stream()
                .filter(process -> process.id().equals(master.id()))
                .forEach(dead -> acknowledged
                        .getOrDefault(successor.table().cluster(), new TreeSet<>())
                        .removeIf(key -> dead.data().has(key)
                                && nodes.values().stream()
                                        .noneMatch(other -> !other.equals(dead)
                                                && other.data().has(key))));
    }

    // ---- what they do by themselves, once a second while any of them runs

    private void turn() {
        if (!turning && !nodes.isEmpty()) {
            turning = true;
            schedule.after(ROUND, "Redis Cluster", () -> {
                turning = false;
                round();
                turn();
            });
        }
    }

    private void round() {
        gossip.round();
        gossip.judge();
        elections.round();
        nodes.values().forEach(this::copy);
        nodes.values().forEach(process -> process.pod().changed());
    }

    Stream<NodeProcess> replicas(NodeProcess master) {
        return nodes.values().stream().filter(replica -> masterOf(replica).equals(Optional.of(master)));
    }

    private Optional<NodeProcess> masterOf(NodeProcess replica) {
        return replica.table()
                .source()
                .filter(known -> !replica.masters())
                .flatMap(known -> reached(replica, known))
                .filter(NodeProcess::masters);
    }

    private void copy(NodeProcess replica) {
        Optional<NodeProcess> master = masterOf(replica);
        if (master.isPresent() && replica.linked()) {
            send(master.get());
        } else if (master.isEmpty()) {
            replica.unlink();
        } else {
            schedule.after(
                    delays.catchUp(),
                    "Redis Cluster copies to " + replica.path(),
                    () -> masterOf(replica).filter(still -> runs(replica)).ifPresent(replica::receive));
        }
    }
}
