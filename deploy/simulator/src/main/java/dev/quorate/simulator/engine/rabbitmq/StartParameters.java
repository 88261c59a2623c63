package dev.quorate.simulator.engine.rabbitmq;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the pod's key in the mounted ConfigMap says.
 *
 * @param peers the nodes to join, one of which is enough; who founds has none
 * @param beside whom it asks, before it founds, whether there is a cluster already
 */
record StartParameters(String incarnation, String state, String node, List<String> peers, List<String> beside) {

    static StartParameters parse(String text) {
        Map<String, String> lines = new HashMap<>();
        text.lines().filter(line -> line.contains("=")).forEach(line -> {
            int equals = line.indexOf('=');
            lines.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return new StartParameters(
                lines.getOrDefault("incarnation", ""),
                lines.getOrDefault("state", ""),
                lines.getOrDefault("node", ""),
                nodes(lines.getOrDefault("peers", "")),
                nodes(lines.getOrDefault("beside", "")));
    }

    private static List<String> nodes(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    boolean started() {
        return state.equals("started");
    }

    boolean founds() {
        return state.equals("new");
    }

    boolean makesSense() {
        return !incarnation.isEmpty()
                && !node.isEmpty()
                && (started() || founds() || (state.equals("existing") && !peers.isEmpty()));
    }
}
