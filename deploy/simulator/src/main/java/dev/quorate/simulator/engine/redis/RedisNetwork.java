package dev.quorate.simulator.engine.redis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.simulator.Schedule;
import dev.quorate.simulator.behaviour.Delays;
import dev.quorate.simulator.behaviour.PodContext;
import dev.quorate.simulator.behaviour.Programs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All Redis of the simulated cluster with their sentinels: who follows whom, what each has, whom clients are answered by.
 *
 * <p>A master answers a write before its replicas have it, and sends it on a moment later. One that ends sends on what it has
 * first, as Redis does when it is asked to end; one that is cut off cannot, and what it answers then does not count as
 * acknowledged.
 */
public final class RedisNetwork {

    /** A replica that was heard of so long ago counts for no write. */
    static final Duration MAX_LAG = Duration.ofSeconds(10);

    private static final Duration SENDING = Duration.ofMillis(200);
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Schedule schedule;
    private final Delays delays;
    private final Predicate<String> cut;
    private final Map<String, RedisProcess> redis = new TreeMap<>();
    private final Map<String, SentinelProcess> sentinels = new TreeMap<>();
    private final Map<String, List<String>> acknowledged = new TreeMap<>();
    private final Map<String, String> values = new TreeMap<>();
    private final Watching watching = new Watching(this);
    private boolean turning;
    private int foundings;

    /** @param cut whether a pod, named {@code namespace/name}, is cut off from all others */
    public RedisNetwork(Schedule schedule, Delays delays, Predicate<String> cut) {
        this.schedule = schedule;
        this.delays = delays;
        this.cut = cut;
    }

    /** Lets pods whose image is Redis run simulated members; what they start says which. */
    public void register(Programs programs) {
        programs.register(Programs.image("redis"), context -> new RedisProgram(context, this));
        programs.register(Programs.command("redis-sentinel"), context -> new SentinelProgram(context, this));
    }

    /**
     * One running Redis as an observer from outside sees it.
     *
     * @param founding whose data it has; empty before it has any
     * @param whole whether it could be elected
     * @param leader whether it is the master by its own word and by that of most sentinels
     * @param listed how many are listed by a sentinel that names it
     */
    public record View(String pod, String founding, boolean whole, boolean linked, boolean leader, int listed) {}

    /**
     * One running sentinel.
     *
     * @param counted whether it has a say when a master is down
     * @param known how many sentinels it knows, itself among them
     */
    public record SentinelView(String pod, String id, boolean counted, int known) {}

    public List<View> running(String namespace) {
        return redis.values().stream()
                .filter(process -> process.pod().namespace().equals(namespace))
                .map(process -> new View(
                        process.path(),
                        process.copy().founding(),
                        process.whole(),
                        process.masters() || process.linked(),
                        leads(process),
                        listed(process)))
                .toList();
    }

    public List<SentinelView> sentinels(String namespace) {
        return sentinels.values().stream()
                .filter(process -> process.pod().namespace().equals(namespace))
                .map(process -> new SentinelView(
                        process.path(),
                        process.memory().id(),
                        counted(process),
                        process.memory().peers().size() + 1))
                .toList();
    }

    private static boolean counted(SentinelProcess sentinel) {
        return sentinel.memory().quorum() < SentinelProgram.UNCOUNTED;
    }

    /** A sentinel that is new knows few others, and of so few there are soon most. */
    private boolean leads(RedisProcess process) {
        List<SentinelProcess> watchers = watching.of(process.pod().namespace(), process.host());
        return process.masters()
                && watchers.stream().filter(RedisNetwork::counted).anyMatch(sentinel -> {
                    long naming = watchers.stream()
                            .filter(other -> other.memory().master().equals(process.host()))
                            .count();
                    return naming > (sentinel.memory().peers().size() + 1) / 2;
                });
    }

    private int listed(RedisProcess process) {
        TreeSet<String> hosts = new TreeSet<>();
        watching.of(process.pod().namespace(), process.host()).stream()
                .filter(sentinel -> sentinel.memory().master().equals(process.host()))
                .forEach(sentinel -> hosts.addAll(sentinel.memory().replicas()));
        hosts.add(process.host());
        return hosts.size();
    }

    /** Acknowledged writes that the present master does not have; nothing is said while there is none. */
    public List<String> lostWrites(String founding) {
        return redis.values().stream()
                .filter(process -> process.copy().founding().equals(founding) && leads(process))
                .flatMap(master -> acknowledged.getOrDefault(founding, List.of()).stream()
                        .filter(key -> !master.copy().keys().contains(key)))
                .toList();
    }

    /** The hosts that sentinels list beside this master. */
    public List<String> listedWith(String namespace, String pod) {
        return Optional.ofNullable(redis.get(namespace + "/" + pod)).stream()
                .flatMap(process -> watching.of(namespace, process.host()).stream())
                .flatMap(sentinel -> sentinel.memory().replicas().stream())
                .distinct()
                .toList();
    }

    /** This pod was cut off, or is no longer. */
    public void connectionsChanged(String podPath) {
        if (redis.containsKey(podPath) || sentinels.containsKey(podPath)) {
            turn();
        }
    }

    // ---- who is there

    static String host(PodContext pod) {
        String set = pod.name().substring(0, pod.name().lastIndexOf('-'));
        return pod.name() + "." + set + "-headless." + pod.namespace() + ".svc";
    }

    Stream<SentinelProcess> sentinels() {
        return sentinels.values().stream();
    }

    Stream<RedisProcess> redis() {
        return redis.values().stream();
    }

    boolean reachable(String path) {
        return !cut.test(path);
    }

    Schedule schedule() {
        return schedule;
    }

    /** The running Redis at a host that others can reach. */
    Optional<RedisProcess> at(String host) {
        return redis.values().stream()
                .filter(process -> process.host().equals(host) && reachable(process.path()))
                .findFirst();
    }

    String founding() {
        return "redis-" + ++foundings;
    }

    void joined(RedisProcess process) {
        redis.put(process.path(), process);
        turn();
    }

    void joined(SentinelProcess process) {
        sentinels.put(process.path(), process);
        turn();
    }

    void left(RedisProcess process) {
        send(process);
        redis.remove(process.path(), process);
        turn();
    }

    void left(SentinelProcess process) {
        sentinels.remove(process.path(), process);
        turn();
    }

    /** Whom most of the sentinels at these hosts name: of as many as anybody knows of. */
    Optional<String> named(PodContext asker, List<String> hosts) {
        if (!reachable(asker.namespace() + "/" + asker.name())) {
            return Optional.empty();
        }
        List<Memory> answers = sentinels.values().stream()
                .filter(sentinel -> hosts.contains(sentinel.host()) && reachable(sentinel.path()))
                .map(SentinelProcess::memory)
                .toList();
        int size =
                answers.stream().mapToInt(memory -> memory.peers().size() + 1).reduce(hosts.size(), Math::max);
        return answers.stream()
                .map(Memory::master)
                .distinct()
                .filter(master -> 2
                                * answers.stream()
                                        .filter(memory -> memory.master().equals(master))
                                        .count()
                        > size)
                .findFirst();
    }

    /** Whether another founder has got what the first one had. */
    boolean followed(PodContext founder, List<String> founders) {
        return founders.stream()
                .filter(host -> !host.startsWith(founder.name() + "."))
                .anyMatch(host -> at(host).filter(RedisProcess::whole).isPresent());
    }

    // ---- what clients and people ask for

    JsonNode write(RedisProcess process, String key, String value) {
        if (!process.masters()) {
            return Words.error("READONLY You can't write against a read only replica.");
        }
        if (process.paused()) {
            return Words.error("ERR this waits for the end of a pause, longer than anybody does here");
        }
        boolean followed = process.heardOf().values().stream()
                .anyMatch(heard -> !heard.plus(MAX_LAG).isBefore(schedule.now()));
        if (!followed) {
            return Words.error("NOREPLICAS Not enough good replicas to write.");
        }
        process.copy(process.copy().with(key));
        values.put(key, value);
        if (reachable(process.path()) && !process.overtaken()) {
            acknowledged
                    .computeIfAbsent(process.copy().founding(), any -> new ArrayList<>())
                    .add(key);
        }
        schedule.after(SENDING, "Redis sends on", () -> send(process));
        return Words.ok();
    }

    /**
     * A master that has ended, or that others cannot reach, is replaced by who there is: what that one has not got is lost by the
     * accident. Of one that runs and is reached nothing may be lost.
     */
    void replaced(String master, RedisProcess successor) {
        if (at(master).filter(RedisProcess::masters).isEmpty()) {
            redis.values().stream()
                    .filter(process -> process.host().equals(master))
                    .forEach(RedisProcess::overtake);
            acknowledged
                    .getOrDefault(successor.copy().founding(), new ArrayList<>())
                    .retainAll(successor.copy().keys());
        }
    }

    Optional<String> value(String key, RedisProcess at) {
        return Optional.ofNullable(values.get(key))
                .filter(any -> at.copy().keys().contains(key));
    }

    boolean answers(SentinelProcess sentinel, String host) {
        return reachable(sentinel.path())
                && at(host).filter(process -> !process.paused()).isPresent();
    }

    JsonNode quorum(SentinelProcess sentinel) {
        return watching.usable(sentinel)
                ? JSON.textNode("OK usable Sentinels. Quorum and failover authorization can be reached")
                : Words.error("NOQUORUM not enough Sentinels are usable");
    }

    JsonNode failover(SentinelProcess sentinel) {
        if (sentinel.failover().isPresent()) {
            return Words.error("INPROG Failover already in progress");
        }
        if (watching.successor(sentinel).isEmpty()) {
            return Words.error("NOGOODSLAVE No suitable replica to promote");
        }
        sentinel.begin(watching.nextEpoch(sentinel));
        turn();
        return Words.ok();
    }

    // ---- what they do by themselves, once a second while any of them runs

    private void turn() {
        if (!turning && !(redis.isEmpty() && sentinels.isEmpty())) {
            turning = true;
            schedule.after(ROUND, "Redis and sentinels", () -> {
                turning = false;
                redis.values().forEach(this::follow);
                watching.round();
                redis.values().forEach(process -> process.pod().changed());
                turn();
            });
        }
    }

    private Optional<RedisProcess> masterOf(RedisProcess replica) {
        return replica.master()
                .filter(host -> reachable(replica.path()))
                .flatMap(this::at)
                .filter(RedisProcess::masters);
    }

    private void follow(RedisProcess replica) {
        if (replica.masters()) {
            return;
        }
        Optional<RedisProcess> master = masterOf(replica);
        if (master.isEmpty()) {
            replica.unlink();
        } else if (replica.linked()) {
            take(replica, master.get());
        } else {
            schedule.after(
                    delays.catchUp(),
                    "Redis receives all in " + replica.path(),
                    () -> masterOf(replica)
                            .filter(still -> redis.containsValue(replica))
                            .ifPresent(still -> take(replica, still)));
        }
    }

    private static void take(RedisProcess replica, RedisProcess master) {
        replica.receive(master.copy());
        master.heard(replica.host());
    }

    /** What it has is on so many replicas now. */
    int send(RedisProcess master) {
        if (!master.masters() || !redis.containsValue(master) || !reachable(master.path())) {
            return 0;
        }
        List<RedisProcess> followers = redis.values().stream()
                .filter(replica -> replica.linked() && masterOf(replica).equals(Optional.of(master)))
                .toList();
        followers.forEach(replica -> take(replica, master));
        return followers.size();
    }
}
