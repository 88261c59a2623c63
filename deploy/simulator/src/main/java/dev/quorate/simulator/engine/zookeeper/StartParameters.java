package dev.quorate.simulator.engine.zookeeper;

import java.util.List;
import java.util.Optional;

/**
 * What the pod's key in the mounted ConfigMap says.
 *
 * @param founders who founds the ensemble; names nobody for a pod that joins
 * @param ask the hosts that a joiner asks who it is
 */
record StartParameters(String incarnation, String state, ServerList founders, List<String> ask) {

    static StartParameters parse(String text) {
        return new StartParameters(
                line(text, "incarnation=").orElse(""),
                line(text, "state=").orElse(""),
                ServerList.parse(text),
                line(text, "ask=").map(hosts -> List.of(hosts.split(" ", -1))).orElse(List.of()));
    }

    private static Optional<String> line(String text, String start) {
        return text.lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst();
    }

    boolean started() {
        return state.equals("started");
    }
}
