package dev.quorate.simulator.engine.etcd;

import dev.quorate.simulator.Schedule;
import dev.quorate.simulator.behaviour.Delays;
import dev.quorate.simulator.behaviour.Programs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * All etcd processes of the simulated cluster and what they can do together: elect, replicate, commit.
 *
 * <p>A leader is valid while it is a voter and a majority of the voters of its own configuration can reach it. Only a valid
 * leader appends, and what it appends is at once on all members it reaches, so each appended entry is committed.
 */
public final class EtcdNetwork {

    private final Schedule schedule;
    private final Delays delays;
    private final Predicate<String> cut;
    private final Random random;
    private final Map<Long, TreeMap<String, EtcdProcess>> byCluster = new HashMap<>();
    private final Map<String, EtcdProcess> byUrl = new HashMap<>();
    private final Map<Long, List<Entry>> acknowledged = new TreeMap<>(Long::compareUnsigned);
    private final Set<Long> electing = new HashSet<>();

    /** @param cut whether a pod, named {@code namespace/name}, is cut off from all others */
    public EtcdNetwork(Schedule schedule, Delays delays, Predicate<String> cut, Random random) {
        this.schedule = schedule;
        this.delays = delays;
        this.cut = cut;
        this.random = random;
    }

    /** Lets pods whose image or command is etcd run simulated members. */
    public void register(Programs programs) {
        programs.register(
                Programs.image("etcd").or(Programs.command("etcd")), context -> new EtcdProgram(context, this));
    }

    /** One running process as an observer from outside sees it. */
    public record View(
            String pod,
            String clusterId,
            String memberId,
            boolean member,
            boolean learner,
            boolean leader,
            int voters,
            long logIndex) {}

    /** The running processes of a namespace, by pod. */
    public List<View> running(String namespace) {
        return byCluster.values().stream()
                .flatMap(processes -> processes.values().stream())
                .filter(process -> process.pod().namespace().equals(namespace))
                .sorted(Comparator.comparing(EtcdProcess::podPath))
                .map(EtcdNetwork::view)
                .toList();
    }

    private static View view(EtcdProcess process) {
        return new View(
                process.podPath(),
                Long.toUnsignedString(process.clusterId()),
                Long.toUnsignedString(process.id()),
                process.membership().get(process.id()).isPresent(),
                process.learner(),
                process.leading(),
                process.membership().voters().size(),
                process.log().index());
    }

    /** Acknowledged writes of a cluster that its present leader does not have; nothing is said while there is no leader. */
    public List<String> lostWrites(String clusterId) {
        long id = Long.parseUnsignedLong(clusterId);
        Optional<EtcdProcess> leader =
                processes(id).stream().filter(EtcdProcess::leading).max(Comparator.comparingLong(EtcdProcess::term));
        return leader.stream()
                .flatMap(process -> acknowledged.getOrDefault(id, List.of()).stream()
                        .filter(entry -> !process.log().contains(entry)))
                .flatMap(entry -> entry.put().stream())
                .map(Entry.Put::key)
                .toList();
    }

    /** The ids of a cluster's voters by the word of its leader; empty while there is none. */
    public List<String> voters(String clusterId) {
        return processes(Long.parseUnsignedLong(clusterId)).stream()
                .filter(EtcdProcess::leading)
                .max(Comparator.comparingLong(EtcdProcess::term))
                .map(leader -> leader.membership().voters().stream()
                        .map(member -> Long.toUnsignedString(member.id()))
                        .toList())
                .orElse(List.of());
    }

    /** The clusters that ever acknowledged a write. */
    public List<String> clustersWithWrites() {
        return acknowledged.keySet().stream().map(Long::toUnsignedString).toList();
    }

    /** Makes the member in this pod the leader of its cluster, if it can be; false otherwise. */
    public boolean lead(String podPath) {
        return find(podPath)
                .map(target -> leaderOf(target).isPresent() && transfer(target))
                .orElse(false);
    }

    /** This pod was cut off, or is no longer. */
    public void connectionsChanged(String podPath) {
        find(podPath).ifPresent(process -> {
            process.reconnected(schedule.now());
            settle(process.clusterId());
        });
    }

    private Optional<EtcdProcess> find(String podPath) {
        return byCluster.values().stream()
                .flatMap(processes -> Optional.ofNullable(processes.get(podPath)).stream())
                .findFirst();
    }

    // ---- processes come and go

    void joined(EtcdProcess process) {
        long clusterId = process.clusterId();
        byCluster.computeIfAbsent(clusterId, any -> new TreeMap<>()).put(process.podPath(), process);
        process.peerUrls().forEach(url -> byUrl.put(url, process));
        if (group(process).stream().anyMatch(peer -> peer.membership().removed().contains(process.id()))) {
            process.removed();
        }
        if (!process.caughtUp()) {
            schedule.after(delays.catchUp(), "etcd catch-up of " + process.podPath(), () -> {
                process.setCaughtUp();
                settle(clusterId);
            });
        }
        settle(clusterId);
    }

    void left(EtcdProcess process) {
        process.peerUrls().forEach(url -> byUrl.remove(url, process));
        byCluster.computeIfPresent(process.clusterId(), (any, processes) -> {
            processes.remove(process.podPath(), process);
            return processes.isEmpty() ? null : processes;
        });
        settle(process.clusterId());
    }

    /** Who answers at one of these URLs, if the asker can get there. */
    Optional<EtcdProcess> at(EtcdProcess asker, List<String> urls) {
        return urls.stream()
                .map(url -> Optional.ofNullable(byUrl.get(url)))
                .flatMap(Optional::stream)
                .filter(found -> !cut.test(found.podPath()) && !cut.test(asker.podPath()))
                .findFirst();
    }

    // ---- who can reach whom

    private List<EtcdProcess> processes(long clusterId) {
        TreeMap<String, EtcdProcess> found = byCluster.get(clusterId);
        return found == null ? List.of() : List.copyOf(found.values());
    }

    /** The processes of its cluster that this one can reach, itself included. */
    List<EtcdProcess> group(EtcdProcess process) {
        if (cut.test(process.podPath())) {
            return List.of(process);
        }
        return processes(process.clusterId()).stream()
                .filter(each -> !cut.test(each.podPath()))
                .toList();
    }

    private List<List<EtcdProcess>> groups(long clusterId) {
        List<List<EtcdProcess>> groups = new ArrayList<>();
        List<EtcdProcess> connected = new ArrayList<>();
        for (EtcdProcess process : processes(clusterId)) {
            if (cut.test(process.podPath())) {
                groups.add(List.of(process));
            } else {
                connected.add(process);
            }
        }
        if (!connected.isEmpty()) {
            groups.add(connected);
        }
        return groups;
    }

    private static Optional<EtcdProcess> withId(List<EtcdProcess> group, long id) {
        return group.stream().filter(process -> process.id() == id).findFirst();
    }

    /** How many voters this process has been connected to for that long, itself included. */
    int votersConnectedFor(EtcdProcess process, Duration span) {
        List<EtcdProcess> group = group(process);
        return (int) process.membership().voters().stream()
                .filter(voter -> voter.id() == process.id()
                        || withId(group, voter.id())
                                .filter(other -> connectedFor(process, other, span))
                                .isPresent())
                .count();
    }

    private boolean connectedFor(EtcdProcess one, EtcdProcess other, Duration span) {
        return !one.connectedSince().plus(span).isAfter(schedule.now())
                && !other.connectedSince().plus(span).isAfter(schedule.now());
    }

    Optional<EtcdProcess> reachable(EtcdProcess from, long id) {
        return withId(group(from), id);
    }

    // ---- raft

    private void settle(long clusterId) {
        for (List<EtcdProcess> group : groups(clusterId)) {
            Optional<EtcdProcess> leader = group.stream()
                    .filter(EtcdProcess::leading)
                    .max(Comparator.comparingLong(EtcdProcess::term))
                    .filter(each -> votes(each, group) >= each.membership().majority())
                    .filter(each -> each.membership().isVoter(each.id()));
            if (leader.isPresent()) {
                lead(leader.get(), group);
            } else {
                group.forEach(process -> process.follow(Optional.empty(), 0));
                if (candidate(group).isPresent()) {
                    electLater(clusterId);
                }
            }
            group.forEach(process -> process.pod().changed());
        }
    }

    private static long votes(EtcdProcess process, List<EtcdProcess> group) {
        return process.membership().voters().stream()
                .filter(voter -> withId(group, voter.id()).isPresent())
                .count();
    }

    private void electLater(long clusterId) {
        if (electing.add(clusterId)) {
            schedule.after(delays.election(), "etcd election", () -> {
                electing.remove(clusterId);
                groups(clusterId).forEach(this::elect);
                settle(clusterId);
            });
        }
    }

    private void elect(List<EtcdProcess> group) {
        if (group.stream().noneMatch(EtcdProcess::leading)) {
            candidate(group).ifPresent(winner -> win(winner, group));
        }
    }

    /** A voter that a majority would vote for: nobody in it has a newer log. Chance decides among equals. */
    private Optional<EtcdProcess> candidate(List<EtcdProcess> group) {
        List<EtcdProcess> able = group.stream()
                .filter(process -> process.membership().isVoter(process.id()))
                .filter(process -> process.membership().voters().stream()
                                .filter(voter -> withId(group, voter.id())
                                        .filter(other -> process.log().atLeast(other.log()))
                                        .isPresent())
                                .count()
                        >= process.membership().majority())
                .toList();
        Optional<Entry> newest = able.stream()
                .map(EtcdProcess::log)
                .max(Comparator.comparingLong(Entry::term).thenComparingLong(Entry::index));
        List<EtcdProcess> best = newest.stream()
                .flatMap(log -> able.stream().filter(each -> each.log().atLeast(log)))
                .toList();
        return best.isEmpty() ? Optional.empty() : Optional.of(best.get(random.nextInt(best.size())));
    }

    private void win(EtcdProcess winner, List<EtcdProcess> group) {
        long term = group.stream().mapToLong(EtcdProcess::term).max().orElse(0) + 1;
        winner.follow(Optional.of(winner.id()), term);
        winner.data().log(winner.log().empty(term));
    }

    /** Publishes the names of members that have started and brings all that can be reached to the leader's log. */
    private void lead(EtcdProcess leader, List<EtcdProcess> group) {
        for (EtcdProcess process : group) {
            Optional<Member> unnamed =
                    leader.membership().get(process.id()).filter(member -> !member.started() && process.caughtUp());
            unnamed.ifPresent(member -> leader.data()
                    .log(leader.log()
                            .change(leader.membership()
                                    .with(member.named(process.pod().name(), process.clientUrls())))));
        }
        for (EtcdProcess process : group) {
            if (leader.membership().removed().contains(process.id())) {
                process.removed();
            } else if (leader.membership().get(process.id()).isPresent()) {
                process.follow(Optional.of(leader.id()), leader.term());
                if (process.caughtUp()) {
                    process.data().log(leader.log());
                }
            }
        }
    }

    // ---- what members ask for

    Optional<EtcdProcess> leaderOf(EtcdProcess process) {
        return process.leader().flatMap(id -> withId(group(process), id)).filter(EtcdProcess::leading);
    }

    /** Appends through the leader; absent when this member knows none and a real one would time out. */
    Optional<Entry> append(EtcdProcess process, UnaryOperator<Entry> next) {
        return leaderOf(process).map(leader -> {
            Entry entry = next.apply(leader.log());
            leader.data().log(entry);
            List<EtcdProcess> group = group(leader);
            for (EtcdProcess each : group) {
                if (each.caughtUp()
                        && entry.previous()
                                .flatMap(before -> before.membership().get(each.id()))
                                .isPresent()) {
                    each.data().log(entry);
                }
            }
            if (entry.put().isPresent()) {
                acknowledged
                        .computeIfAbsent(leader.clusterId(), any -> new ArrayList<>())
                        .add(entry);
            } else {
                settleAfterChange(leader, group);
            }
            return entry;
        });
    }

    /** Whoever is no member any more hears so before it loses touch. */
    private void settleAfterChange(EtcdProcess leader, List<EtcdProcess> group) {
        for (EtcdProcess each : group) {
            if (leader.membership().removed().contains(each.id())) {
                each.removed();
            }
        }
        settle(leader.clusterId());
    }

    boolean transfer(EtcdProcess target) {
        boolean able = target.membership().isVoter(target.id()) && target.caughtUp();
        if (able) {
            List<EtcdProcess> group = group(target);
            group.forEach(process -> process.follow(Optional.empty(), 0));
            win(target, group);
            settle(target.clusterId());
        }
        return able;
    }

    Schedule schedule() {
        return schedule;
    }
}
