package dev.quorate.simulation;

import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The controller's kinds by the simulated cluster's names for them. */
final class SimulatedKinds {

    private static final Map<dev.quorate.state.Kind, Kind> KINDS = Map.ofEntries(
            Map.entry(dev.quorate.state.Kind.STATEFUL_SET, Kinds.STATEFUL_SET),
            Map.entry(dev.quorate.state.Kind.POD, Kinds.POD),
            Map.entry(dev.quorate.state.Kind.PERSISTENT_VOLUME_CLAIM, Kinds.CLAIM),
            Map.entry(dev.quorate.state.Kind.SERVICE, Kinds.SERVICE),
            Map.entry(dev.quorate.state.Kind.CONFIG_MAP, Kinds.CONFIG_MAP),
            Map.entry(dev.quorate.state.Kind.SECRET, Kinds.SECRET),
            Map.entry(dev.quorate.state.Kind.POD_DISRUPTION_BUDGET, Kinds.DISRUPTION_BUDGET),
            Map.entry(dev.quorate.state.Kind.NODE, Kinds.NODE),
            Map.entry(dev.quorate.state.Kind.HORIZONTAL_POD_AUTOSCALER, Kinds.AUTOSCALER),
            Map.entry(dev.quorate.state.Kind.CRON_JOB, Kinds.CRON_JOB),
            Map.entry(dev.quorate.state.Kind.STATEFUL_APP, custom(dev.quorate.state.Kind.STATEFUL_APP, "sapp")),
            Map.entry(dev.quorate.state.Kind.SCALE_TARGET, custom(dev.quorate.state.Kind.SCALE_TARGET, "sct")));

    private SimulatedKinds() {}

    static Kind of(dev.quorate.state.Kind kind) {
        Kind found = KINDS.get(kind);
        if (found == null) {
            throw new IllegalArgumentException(kind + " is not looked at in the simulation");
        }
        return found;
    }

    private static Kind custom(dev.quorate.state.Kind kind, String shortName) {
        return new Kind(
                "quorate.dev",
                "v1alpha1",
                kind.title(),
                kind.plural(),
                kind.title().toLowerCase(Locale.ROOT),
                List.of(shortName),
                true,
                true);
    }
}
