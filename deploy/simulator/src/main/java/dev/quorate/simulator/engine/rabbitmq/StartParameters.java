package dev.quorate.simulator.engine.rabbitmq;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the pod's key in the mounted ConfigMap says.
 *
 * @param peers the nodes to join, one of which is enough; of a founder that founds alone there are none
 */
record StartParameters(String incarnation, String state, String node, List<String> peers) {

    static StartParameters parse(String text) {
        Map<String, String> lines = new HashMap<>();
        text.lines().filter(line -> line.contains("=")).forEach(line -> {
            int equals = line.indexOf('=');
            lines.put(line.substring(0, equals), line.substring(equals + 1));
        });
        String peers = lines.getOrDefault("peers", "");
        return new StartParameters(
                lines.getOrDefault("incarnation", ""),
                lines.getOrDefault("state", ""),
                lines.getOrDefault("node", ""),
                peers.isEmpty() ? List.of() : List.of(peers.split(",", -1)));
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
