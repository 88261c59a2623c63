package dev.quorate.engine.rediscluster;

import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What six nodes say, and whoever joins them: each test changes what it is about. */
final class SaidNodes {

    static final AppName APP = new AppName("shop", "store");

    /** By ordinal: flags, master and slots of each node, as all say. */
    final Map<Integer, String> nodes = new TreeMap<>(Map.of(
            0,
            "master - 0 0 1 connected 0-5460",
            1,
            slave(0),
            2,
            "master - 0 0 2 connected 5461-10921",
            3,
            slave(2),
            4,
            "master - 0 0 3 connected 10922-16383",
            5,
            slave(4)));

    /** What one says of itself beside that. */
    final Map<Integer, String> open = new TreeMap<>();

    /** What one says in the place of all that. */
    final Map<Integer, String> otherwise = new TreeMap<>();

    final TreeSet<Integer> silent = new TreeSet<>();
    final TreeSet<Integer> unlinked = new TreeSet<>();

    /** How one says its memory is used. */
    final Map<Integer, String> memory = new TreeMap<>();

    static String slave(int master) {
        return "slave " + id(master) + " 0 0 1 connected";
    }

    static String id(int ordinal) {
        return Integer.toString(ordinal).repeat(40);
    }

    static String line(int ordinal, String words) {
        return id(ordinal) + " 10.0.0." + (ordinal + 1) + ":6379@16379,"
                + Addresses.DNS.host(APP.namespace(), APP.name(), "store-" + ordinal) + " " + words + "\n";
    }

    /** What this one says of all. */
    String lines(int of) {
        StringBuilder lines = new StringBuilder();
        nodes.forEach((ordinal, words) -> lines.append(
                line(ordinal, ordinal == of ? "myself," + words + open.getOrDefault(ordinal, "") : words)));
        return lines.toString();
    }

    String lineOf(int ordinal) {
        return line(ordinal, Objects.requireNonNull(nodes.get(ordinal)));
    }

    Roster roster() {
        TreeSet<Integer> pods = new TreeSet<>(nodes.keySet());
        pods.addAll(otherwise.keySet());
        return new Roster(
                APP,
                RedisClusterEngine.NAME,
                pods.stream()
                        .map(ordinal -> new Roster.Pod("store-" + ordinal, "store", ordinal, true, Optional.empty()))
                        .toList());
    }

    Topology topology() {
        List<NodeAnswer> answers = new ArrayList<>();
        for (Roster.Pod pod : roster().pods()) {
            answers.add(silent.contains(pod.ordinal()) ? NodeAnswer.silence(pod, "nobody there") : answer(pod));
        }
        return Topology.of(roster(), Addresses.DNS, answers);
    }

    private NodeAnswer answer(Roster.Pod pod) {
        return NodeAnswer.of(
                pod,
                otherwise.getOrDefault(pod.ordinal(), lines(pod.ordinal())),
                "cluster_state:ok\r\ncluster_known_nodes:6\r\n",
                "redis_version:8.0.2\r\nrole:slave\r\nmaster_link_status:"
                        + (unlinked.contains(pod.ordinal()) ? "down" : "up") + "\r\nslave_repl_offset:10\r\n"
                        + memory.getOrDefault(pod.ordinal(), ""));
    }
}
