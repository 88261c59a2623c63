package dev.quorate.engine.rediscluster;

import dev.quorate.engine.Roster;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one node said of itself and of the others.
 *
 * @param trouble why it said nothing; empty when it did
 */
record NodeAnswer(Roster.Pod pod, Optional<Status> status, String trouble) {

    private static final Pattern FIELD = Pattern.compile("^([a-z0-9_]+):(.*)$", Pattern.MULTILINE);

    /**
     * @param itself its own line
     * @param nodes all lines, its own among them
     * @param serves it says that all slots are served
     * @param whole what it follows reaches it, and it has all of an older copy; a master has nothing to wait for
     * @param offset how far its copy goes
     */
    record Status(
            NodeLine itself,
            List<NodeLine> nodes,
            boolean serves,
            String version,
            boolean whole,
            long offset,
            Room room) {

        Status {
            nodes = List.copyOf(nodes);
        }

        String id() {
            return itself.id();
        }

        Set<String> lists() {
            return nodes.stream().filter(NodeLine::known).map(NodeLine::id).collect(Collectors.toSet());
        }

        Optional<NodeLine> line(String id) {
            return nodes.stream().filter(line -> line.id().equals(id)).findFirst();
        }

        /** The owner that it knows of a slot. */
        Optional<String> owner(int slot) {
            return nodes.stream()
                    .filter(line -> line.slots().contains(slot))
                    .map(NodeLine::id)
                    .findFirst();
        }
    }

    /**
     * The bytes of a node's memory.
     *
     * @param data what its keys take
     * @param limit 0 for none
     */
    record Room(long data, long used, long limit) {

        /** How much more it takes; a limit that is none is as good as any. */
        long left() {
            return limit == 0 ? Long.MAX_VALUE : Math.max(0, limit - used);
        }
    }

    static NodeAnswer silence(Roster.Pod pod, String why) {
        return new NodeAnswer(pod, Optional.empty(), why);
    }

    /**
     * @param nodes what it said to CLUSTER NODES
     * @param cluster to CLUSTER INFO
     * @param info to INFO
     */
    static NodeAnswer of(Roster.Pod pod, String nodes, String cluster, String info) {
        Map<String, String> fields = fields(info);
        List<NodeLine> lines =
                nodes.lines().flatMap(line -> NodeLine.parse(line).stream()).toList();
        Optional<NodeLine> itself = lines.stream().filter(NodeLine::itself).findFirst();
        if (itself.isEmpty() || !fields.containsKey("role")) {
            return silence(pod, "it does not say what it is");
        }
        if (!fields.getOrDefault("loading", "0").equals("0")) {
            return silence(pod, "it reads its data from the volume");
        }
        boolean serves = fields(cluster).getOrDefault("cluster_state", "").equals("ok");
        return new NodeAnswer(pod, Optional.of(status(itself.get(), lines, serves, fields)), "");
    }

    private static Status status(NodeLine itself, List<NodeLine> lines, boolean serves, Map<String, String> fields) {
        boolean linked = fields.getOrDefault("master_link_status", "").equals("up")
                && fields.getOrDefault("master_sync_in_progress", "0").equals("0");
        return new Status(
                itself,
                lines,
                serves,
                fields.getOrDefault("redis_version", ""),
                itself.masters() || linked,
                number(fields, itself.masters() ? "master_repl_offset" : "slave_repl_offset"),
                new Room(
                        Math.max(0, number(fields, "used_memory") - number(fields, "used_memory_startup")),
                        number(fields, "used_memory"),
                        number(fields, "maxmemory")));
    }

    private static Map<String, String> fields(String info) {
        return FIELD.matcher(info)
                .results()
                .collect(Collectors.toMap(
                        found -> found.group(1), found -> found.group(2).strip(), (first, again) -> first));
    }

    private static long number(Map<String, String> fields, String name) {
        String text = fields.getOrDefault(name, "");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
