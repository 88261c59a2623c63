package dev.quorate.engine.rabbitmq;

import dev.quorate.engine.AppObjects;
import dev.quorate.engine.StartConfigs;
import dev.quorate.state.Admission;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Manifest;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What members read at their start: one key for each pod that may start, and the scripts that obey it. */
final class RabbitStart {

    private RabbitStart() {}

    static Manifest configMap(AppObjects objects, String namespace, String set, AppMemory memory, Nodes nodes) {
        List<Admission> all = memory.admissions(set);
        return StartConfigs.of(
                objects, RabbitEngine.NAME, set, memory, admission -> lines(namespace, admission, all, nodes));
    }

    static String lines(String namespace, Admission admission, List<Admission> all, Nodes nodes) {
        String peers = all.stream()
                .filter(other -> knows(admission, other))
                .map(other -> node(namespace, other, nodes))
                .collect(Collectors.joining(","));
        String beside = all.stream()
                .filter(other -> asks(admission, other))
                .map(other -> node(namespace, other, nodes))
                .collect(Collectors.joining(","));
        return "incarnation=" + admission.incarnation() + "\n"
                + "state=" + admission.state().name().toLowerCase(Locale.ROOT) + "\n"
                + "node=" + node(namespace, admission, nodes) + "\n"
                + "peers=" + peers + "\n"
                + (beside.isEmpty() ? "" : "beside=" + beside + "\n")
                + before(admission, all)
                        .map(other -> "before=" + node(namespace, other, nodes) + "\n")
                        .orElse("");
    }

    /**
     * Of the founders the lowest alone founds, and the others join it: two that both find nobody would be two clusters. Later
     * every member that has run is one to join.
     */
    private static boolean knows(Admission admission, Admission other) {
        return switch (admission.state()) {
            case NEW ->
                other.ordinal() < admission.ordinal()
                        && other.incarnation().equals(admission.incarnation())
                        && other.pod().equals(admission.peers().get(0));
            case EXISTING -> !other.pod().equals(admission.pod()) && other.state() == Admission.State.STARTED;
            case STARTED -> false;
        };
    }

    /** Who founds asks all other founders first whether there is a cluster already. */
    private static boolean asks(Admission admission, Admission other) {
        return admission.state() == Admission.State.NEW
                && admission.pod().equals(admission.peers().get(0))
                && !other.pod().equals(admission.pod())
                && other.incarnation().equals(admission.incarnation());
    }

    /** Founders join one after another. That each follows the one before is the order of all; the first is who they join. */
    private static Optional<Admission> before(Admission admission, List<Admission> all) {
        return all.stream()
                .filter(other -> admission.state() == Admission.State.NEW
                        && other.ordinal() < admission.ordinal()
                        && other.incarnation().equals(admission.incarnation())
                        && !other.pod().equals(admission.peers().get(0)))
                .max(Comparator.comparingInt(Admission::ordinal));
    }

    private static String node(String namespace, Admission admission, Nodes nodes) {
        return nodes.node(namespace, admission.set(), admission.pod(), admission.incarnation());
    }

    static String start() {
        return StartConfigs.script(RabbitStart.class, "start.sh");
    }

    static String run() {
        return StartConfigs.script(RabbitStart.class, "run.sh");
    }
}
