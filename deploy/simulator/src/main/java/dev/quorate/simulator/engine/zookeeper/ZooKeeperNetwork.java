package dev.quorate.simulator.engine.zookeeper;

import dev.quorate.simulator.Schedule;
import dev.quorate.simulator.behaviour.Delays;
import dev.quorate.simulator.behaviour.Programs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * All ZooKeeper servers of the simulated cluster and what they can do together: elect, follow, commit.
 *
 * <p>A leader is valid while it votes on its own list and a majority of the voters of that list follows it. Only a valid leader
 * appends, and what it appends is at once on all who follow it, so each appended transaction is committed. Who has left the
 * list goes on following, without a vote.
 */
public final class ZooKeeperNetwork {

    /** One that was an observer connects anew before it acknowledges. */
    private static final Duration RECONNECT = Duration.ofMillis(600);

    private final Schedule schedule;
    private final Delays delays;
    private final Predicate<String> cut;
    private final Map<String, ZooKeeperProcess> running = new TreeMap<>();
    private final Map<String, List<Entry>> acknowledged = new TreeMap<>();
    private boolean electing;
    private int foundings;

    /** @param cut whether a pod, named {@code namespace/name}, is cut off from all others */
    public ZooKeeperNetwork(Schedule schedule, Delays delays, Predicate<String> cut) {
        this.schedule = schedule;
        this.delays = delays;
        this.cut = cut;
    }

    /** Lets pods whose image or command is ZooKeeper run simulated members. */
    public void register(Programs programs) {
        programs.register(
                Programs.image("zookeeper").or(Programs.command("zkServer.sh")),
                context -> new ZooKeeperProgram(context, this));
    }

    /**
     * One running server as an observer from outside sees it.
     *
     * @param ensemble which founding its data descends from; empty before there was a leader
     * @param member whether its own list names it
     */
    public record View(
            String pod, String ensemble, String id, boolean member, boolean votes, boolean leader, int voters) {}

    public List<View> running(String namespace) {
        return running.values().stream()
                .filter(process -> process.pod().namespace().equals(namespace))
                .map(process -> new View(
                        process.podPath(),
                        process.log().ensemble(),
                        Long.toString(process.id()),
                        process.list().get(process.id()).isPresent(),
                        process.list().votes(process.id()),
                        process.leading(),
                        process.list().voters()))
                .toList();
    }

    /** Acknowledged writes of an ensemble that its present leader does not have; nothing is said while there is none. */
    public List<String> lostWrites(String ensemble) {
        return leaderOf(ensemble).stream()
                .flatMap(leader -> acknowledged.getOrDefault(ensemble, List.of()).stream()
                        .filter(entry -> !leader.log().contains(entry)))
                .flatMap(entry -> entry.put().stream())
                .map(Entry.Put::key)
                .toList();
    }

    /** The ids of an ensemble's voters by the word of its leader; empty while there is none. */
    public List<String> voters(String ensemble) {
        return leaderOf(ensemble).stream()
                .flatMap(leader -> leader.list().servers().keySet().stream()
                        .filter(id -> leader.list().votes(id)))
                .map(id -> Long.toString(id))
                .toList();
    }

    /** The hosts on the lists of a namespace's leaders. */
    public List<String> listed(String namespace) {
        return running.values().stream()
                .filter(process -> process.pod().namespace().equals(namespace) && valid(process))
                .flatMap(leader -> leader.list().servers().values().stream())
                .map(ServerList.Server::host)
                .toList();
    }

    private Optional<ZooKeeperProcess> leaderOf(String ensemble) {
        return running.values().stream()
                .filter(process -> process.leading() && process.log().ensemble().equals(ensemble))
                .max(Comparator.comparingLong(process -> process.log().zxid()));
    }

    /** This pod was cut off, or is no longer. */
    public void connectionsChanged(String podPath) {
        if (running.containsKey(podPath)) {
            settle();
        }
    }

    // ---- processes come and go

    void joined(ZooKeeperProcess process) {
        running.put(process.podPath(), process);
        if (!process.caughtUp()) {
            schedule.after(delays.catchUp(), "ZooKeeper catch-up of " + process.podPath(), () -> {
                process.catchUp();
                settle();
            });
        }
        settle();
    }

    void left(ZooKeeperProcess process) {
        running.remove(process.podPath(), process);
        settle();
    }

    /** What the first of these hosts that serves says who the members are, if it lists who asks. */
    Optional<ServerList> asked(ZooKeeperProgram asker, List<String> hosts) {
        String own = asker.pod().namespace() + "/" + asker.pod().name();
        return running.values().stream()
                .filter(process -> process.serving() && !cut.test(process.podPath()) && !cut.test(own))
                .filter(process -> process.pod().namespace().equals(asker.pod().namespace()))
                .filter(process -> hosts.stream()
                        .anyMatch(host -> host.startsWith(process.pod().name() + ".")))
                .map(ZooKeeperProcess::list)
                .filter(list -> list.idOf(asker.host()).isPresent())
                .findFirst();
    }

    // ---- who can reach whom

    /** Those whose connections reach this one, itself included, of the same or a listed ensemble. */
    private List<ZooKeeperProcess> around(ZooKeeperProcess one) {
        if (cut.test(one.podPath())) {
            return List.of(one);
        }
        return running.values().stream()
                .filter(other -> other.equals(one) || (!cut.test(other.podPath()) && knows(other, one)))
                .toList();
    }

    /** A server looks for the others at the hosts of its own list. */
    private static boolean knows(ZooKeeperProcess who, ZooKeeperProcess whom) {
        return who.pod().namespace().equals(whom.pod().namespace())
                && who.list()
                        .get(whom.id())
                        .filter(server -> server.host().startsWith(whom.pod().name() + "."))
                        .isPresent();
    }

    private static long votes(ZooKeeperProcess leader, Collection<ZooKeeperProcess> others) {
        return others.stream()
                .filter(other -> leader.list().votes(other.id()))
                .filter(other -> other.equals(leader) || knows(leader, other))
                .count();
    }

    private boolean valid(ZooKeeperProcess leader) {
        return leader.leading()
                && leader.list().votes(leader.id())
                && votes(leader, around(leader)) >= leader.list().majority();
    }

    // ---- elections

    private void settle() {
        List<ZooKeeperProcess> all = List.copyOf(running.values());
        List<ZooKeeperProcess> leaders = all.stream().filter(this::valid).toList();
        all.stream().filter(process -> !leaders.contains(process)).forEach(process -> process.follow(Optional.empty()));
        leaders.forEach(leader -> around(leader).forEach(follower -> follow(leader, follower)));
        if (all.stream().anyMatch(this::candidate)) {
            electLater();
        }
        all.forEach(process -> process.pod().changed());
    }

    private static void follow(ZooKeeperProcess leader, ZooKeeperProcess follower) {
        if (follower.log().zxid() <= leader.log().zxid() && !follower.leading()) {
            follower.follow(Optional.of(leader.id()));
            if (follower.caughtUp()) {
                follower.log(leader.log());
            }
        }
    }

    private boolean candidate(ZooKeeperProcess process) {
        List<ZooKeeperProcess> around = around(process);
        List<ZooKeeperProcess> behind = around.stream()
                .filter(other -> other.log().zxid() <= process.log().zxid()
                        && other.leader().isEmpty())
                .toList();
        return process.leader().isEmpty()
                && process.caughtUp()
                && process.list().votes(process.id())
                && votes(process, behind) >= process.list().majority();
    }

    private void electLater() {
        if (!electing) {
            electing = true;
            schedule.after(delays.election(), "ZooKeeper election", () -> {
                electing = false;
                elect();
                settle();
            });
        }
    }

    /** The newest log wins, and of equals the highest id; one at a time, since who follows is no candidate any more. */
    private void elect() {
        Optional<ZooKeeperProcess> winner = running.values().stream()
                .filter(this::candidate)
                .max(Comparator.comparingLong(
                                (ZooKeeperProcess process) -> process.log().zxid())
                        .thenComparingLong(ZooKeeperProcess::id));
        winner.ifPresent(leader -> {
            boolean first = leader.log().ensemble().isEmpty();
            leader.follow(Optional.of(leader.id()));
            leader.log(leader.log().epoch(first ? "ensemble-" + ++foundings : ""));
            around(leader).forEach(follower -> follow(leader, follower));
            elect();
        });
    }

    // ---- what clients ask for

    /** Appends through the leader; absent when this server follows none and a client would be turned away. */
    Optional<Entry> append(ZooKeeperProcess server, UnaryOperator<Entry> next) {
        return leader(server).map(leader -> {
            Entry entry = next.apply(leader.log());
            List<ZooKeeperProcess> followers = followers(leader);
            followers.stream().filter(ZooKeeperProcess::caughtUp).forEach(follower -> follower.log(entry));
            leader.log(entry);
            if (entry.put().isPresent()) {
                acknowledged
                        .computeIfAbsent(entry.ensemble(), any -> new ArrayList<>())
                        .add(entry);
            } else {
                settle();
            }
            return entry;
        });
    }

    Optional<ZooKeeperProcess> leader(ZooKeeperProcess server) {
        return server.leader()
                .flatMap(id -> running.values().stream()
                        .filter(process -> process.id() == id && (process.equals(server) || knows(server, process)))
                        .filter(this::valid)
                        .findFirst())
                .filter(leader -> leader.equals(server) || !cut.test(server.podPath()));
    }

    private List<ZooKeeperProcess> followers(ZooKeeperProcess leader) {
        return around(leader).stream()
                .filter(process -> process.leader().equals(Optional.of(leader.id())))
                .toList();
    }

    /** Whether a majority of the voters of this list has acknowledged all that the leader has; observers never do. */
    boolean acknowledgedBy(ZooKeeperProcess leader, ServerList list) {
        long acknowledging = followers(leader).stream()
                .filter(process -> list.votes(process.id()) && process.caughtUp())
                .filter(process -> !observes(leader, process))
                .filter(process -> !process.acknowledgesSince().plus(RECONNECT).isAfter(schedule.now()))
                .count();
        return acknowledging >= list.majority();
    }

    private static boolean observes(ZooKeeperProcess leader, ZooKeeperProcess process) {
        return leader.list().get(process.id()).filter(server -> !server.votes()).isPresent();
    }
}
