package dev.quorate.simulator.engine.rediscluster;

import dev.quorate.simulator.behaviour.PodContext;
import dev.quorate.simulator.behaviour.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A running node: its table and its keys, which its volume holds too, and what it forgets when it ends. */
final class NodeProcess {

    /** For so long gossip does not bring back who was forgotten. */
    private static final Duration BAN = Duration.ofSeconds(60);

    /** So long a master that starts, or has been alone, takes no writes, to hear first whether others have replaced it. */
    private static final Duration REJOINING = Duration.ofSeconds(2);

    private final PodContext pod;
    private final String host;
    private final Table table;
    private final Data data;
    private final Connections connections = new Connections();
    private final Map<String, Instant> bans = new HashMap<>();
    private final Map<String, Instant> handshakes = new HashMap<>();
    private final Set<String> unsent = new TreeSet<>();
    private Optional<String> copies = Optional.empty();
    private Instant linkedAt = Instant.MIN;
    private Instant serves;
    private Optional<Instant> failingOver = Optional.empty();
    private boolean up;
    private boolean well;

    NodeProcess(PodContext pod, String host, Volume volume) {
        this.pod = pod;
        this.host = host;
        this.table = volume.read(Table.PATH, Table.class).orElseThrow();
        this.data = volume.read(Data.PATH, Data.class).orElseThrow();
        this.serves = now().plus(REJOINING);
        table.all().forEach(Known::restart);
        table.myself().at(host, pod.address());
        table.myself().heard();
    }

    PodContext pod() {
        return pod;
    }

    String path() {
        return pod.namespace() + "/" + pod.name();
    }

    String host() {
        return host;
    }

    String id() {
        return table.myself().id();
    }

    Table table() {
        return table;
    }

    Data data() {
        return data;
    }

    Connections connections() {
        return connections;
    }

    Instant now() {
        return pod.schedule().now();
    }

    boolean masters() {
        return table.myself().masters();
    }

    // ---- whom it follows

    void follow(String master) {
        table.follow(master);
        copies = Optional.empty();
        failingOver = Optional.empty();
        unsent.clear();
    }

    /** Whether it has what its present master has, and hears more of it. */
    boolean linked() {
        return up && hasCopy();
    }

    /** Whether it has had all that its present master had. */
    boolean hasCopy() {
        return copies.isPresent() && copies.equals(table.myself().master());
    }

    Instant linkedAt() {
        return linkedAt;
    }

    void receive(NodeProcess master) {
        data.receive(master.data);
        copies = Optional.of(master.id());
        up = true;
        linkedAt = now();
    }

    void unlink() {
        up = false;
    }

    /** What no replica has yet, and so is not acknowledged. */
    Set<String> unsent() {
        return unsent;
    }

    boolean failsOver() {
        return failingOver.filter(until -> until.isAfter(now())).isPresent();
    }

    void failOver(Instant until) {
        failingOver = Optional.of(until);
    }

    void promote() {
        table.myself().promote();
        copies = Optional.empty();
        failingOver = Optional.empty();
    }

    // ---- whom it meets

    void forget(String id) {
        table.forget(id);
        bans.put(id, now().plus(BAN));
    }

    boolean bans(String id) {
        return bans.getOrDefault(id, Instant.MIN).isAfter(now());
    }

    void meet(String address) {
        handshakes.put(address, now().plus(Gossip.TIMEOUT));
    }

    void met(String address) {
        handshakes.remove(address);
    }

    List<String> meeting() {
        handshakes.values().removeIf(until -> !until.isAfter(now()));
        return handshakes.keySet().stream().sorted().toList();
    }

    // ---- whether it serves

    boolean well() {
        return well;
    }

    /**
     * @param whole whether all slots have an owner that is there
     * @param majority whether most of the masters are
     */
    void judge(boolean whole, boolean majority) {
        if (!majority) {
            Instant alone = now().plus(Gossip.TIMEOUT);
            serves = serves.isAfter(alone) ? serves : alone;
        }
        well = whole && majority && (!masters() || well || !serves.isAfter(now()));
    }
}
