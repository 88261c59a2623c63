package dev.quorate.engine.redis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.engine.Roster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one sentinel said.
 *
 * @param trouble why it said nothing; empty when it did
 */
record SentinelAnswer(Roster.Pod pod, Optional<Status> status, String trouble) {

    /** @param failoverMillis after so long it gives up a state of a failover */
    record Status(
            String id,
            String master,
            Set<String> flags,
            int quorum,
            long failoverMillis,
            List<Replica> replicas,
            List<Peer> peers) {

        Status {
            flags = Set.copyOf(flags);
            replicas = List.copyOf(replicas);
            peers = List.copyOf(peers);
        }

        boolean failingOver() {
            return flags.contains("failover_in_progress");
        }

        boolean lists(String host) {
            return master.equals(host) || replica(host).isPresent();
        }

        Optional<Replica> replica(String host) {
            return replicas.stream()
                    .filter(replica -> replica.host().equals(host))
                    .findFirst();
        }

        boolean knows(String sentinel) {
            return id.equals(sentinel)
                    || peers.stream().anyMatch(peer -> peer.id().equals(sentinel));
        }

        /** It takes part in nothing that others have not agreed on: the mark of one that is not counted yet. */
        boolean counted() {
            return quorum < RedisEngine.UNCOUNTED;
        }
    }

    /** A redis as a sentinel lists it. */
    record Replica(String host, Set<String> flags, int priority) {

        Replica {
            flags = Set.copyOf(flags);
        }

        /** One that is down is never chosen for a master. */
        boolean eligible() {
            return !flags.contains("s_down") && !flags.contains("o_down") && !flags.contains("disconnected");
        }
    }

    /** @param host empty for one whose place another has taken */
    record Peer(String id, Optional<String> host) {}

    static SentinelAnswer silence(Roster.Pod pod, String why) {
        return new SentinelAnswer(pod, Optional.empty(), why);
    }

    static SentinelAnswer of(Roster.Pod pod, String id, JsonNode master, JsonNode replicas, JsonNode sentinels) {
        Map<String, String> watched = fields(master);
        return new SentinelAnswer(
                pod,
                Optional.of(new Status(
                        id,
                        watched.getOrDefault("ip", ""),
                        flags(watched),
                        (int) number(watched, "quorum"),
                        number(watched, "failover-timeout"),
                        each(replicas).stream()
                                .map(one -> new Replica(
                                        one.getOrDefault("ip", ""), flags(one), (int) number(one, "slave-priority")))
                                .toList(),
                        each(sentinels).stream().map(SentinelAnswer::peer).toList())),
                "");
    }

    private static Peer peer(Map<String, String> one) {
        boolean replaced = one.getOrDefault("port", "0").equals("0");
        return new Peer(
                one.getOrDefault("runid", ""), replaced ? Optional.empty() : Optional.ofNullable(one.get("ip")));
    }

    private static List<Map<String, String>> each(JsonNode list) {
        List<Map<String, String>> all = new ArrayList<>();
        list.forEach(one -> all.add(fields(one)));
        return all;
    }

    /** Names and values in turn. */
    private static Map<String, String> fields(JsonNode list) {
        Map<String, String> fields = new HashMap<>();
        for (int at = 0; at + 1 < list.size(); at += 2) {
            fields.put(list.get(at).asText(), list.get(at + 1).asText());
        }
        return fields;
    }

    private static Set<String> flags(Map<String, String> fields) {
        return new TreeSet<>(List.of(fields.getOrDefault("flags", "").split(",")));
    }

    private static long number(Map<String, String> fields, String name) {
        String text = fields.getOrDefault(name, "");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
