package dev.quorate.simulator.engine.etcd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the pod's key in the mounted ConfigMap says: which incarnation this ordinal has and how it may start.
 *
 * @param initialCluster peer URL by member name
 */
record StartParameters(String incarnation, State state, Map<String, List<String>> initialCluster, String token) {

    enum State {
        NEW,
        EXISTING,
        STARTED
    }

    static StartParameters parse(String text) {
        Map<String, String> lines = new LinkedHashMap<>();
        text.lines().filter(line -> line.contains("=")).forEach(line -> {
            int equals = line.indexOf('=');
            lines.put(
                    line.substring(0, equals).trim(), line.substring(equals + 1).trim());
        });
        return new StartParameters(
                lines.getOrDefault("incarnation", ""),
                state(lines.getOrDefault("state", "")),
                cluster(lines.getOrDefault("initial-cluster", "")),
                lines.getOrDefault("initial-cluster-token", ""));
    }

    private static State state(String text) {
        return switch (text) {
            case "new" -> State.NEW;
            case "existing" -> State.EXISTING;
            case "started" -> State.STARTED;
            default ->
                throw new IllegalArgumentException("state=" + text
                        + " in the start parameters of an etcd member; it must be new, existing or started");
        };
    }

    private static Map<String, List<String>> cluster(String text) {
        Map<String, List<String>> members = new LinkedHashMap<>();
        for (String each : List.of(text.split(",", -1))) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                members.computeIfAbsent(each.substring(0, equals), any -> new ArrayList<>())
                        .add(each.substring(equals + 1));
            }
        }
        return members;
    }

    Optional<List<String>> peerUrls(String name) {
        return Optional.ofNullable(initialCluster.get(name));
    }
}
