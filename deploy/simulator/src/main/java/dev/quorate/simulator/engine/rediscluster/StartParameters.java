package dev.quorate.simulator.engine.rediscluster;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the pod's key in the mounted ConfigMap says.
 *
 * @param shard the ids of its shard, the lower ordinal first
 * @param peers all who are admitted, itself too
 * @param slots what a founding master begins with
 * @param epoch with which it begins
 */
record StartParameters(
        String incarnation, String state, String id, List<String> shard, List<Place> peers, BitSet slots, long epoch) {

    /** Where a node is. */
    record Place(String pod, String host, String id) {
        static Place parse(String text) {
            String[] parts = text.split("@", -1);
            return new Place(parts[0], parts[1], parts[2]);
        }
    }

    static StartParameters parse(String text) {
        Map<String, String> lines = text.lines()
                .filter(line -> line.indexOf('=') > 0)
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')), line -> line.substring(line.indexOf('=') + 1)));
        return new StartParameters(
                lines.getOrDefault("incarnation", ""),
                lines.getOrDefault("state", ""),
                lines.getOrDefault("id", ""),
                words(lines, "shard"),
                words(lines, "peers").stream().map(Place::parse).toList(),
                Slots.parse(lines.getOrDefault("slots", "")),
                Long.parseLong(lines.getOrDefault("epoch", "0")));
    }

    private static List<String> words(Map<String, String> lines, String name) {
        return Optional.ofNullable(lines.get(name))
                .filter(words -> !words.isBlank())
                .map(words -> List.of(words.trim().split(" +", -1)))
                .orElse(List.of());
    }

    boolean is(String wanted) {
        return state.equals(wanted);
    }
}
