package dev.quorate.cli;

import dev.quorate.engine.Autoscaling;
import dev.quorate.engine.ComponentTraits;
import java.util.Map;

/** Traits of a component in words. */
final class Descriptions {
    private static final Map<ComponentTraits.Join, String> JOINS = Map.of(
            ComponentTraits.Join.NONE, "nothing to announce: its pods know nothing of each other",
            ComponentTraits.Join.BEFORE_POD, "announced by a member before its pod exists",
            ComponentTraits.Join.AFTER_POD, "announced by Quorate when its pod runs",
            ComponentTraits.Join.BY_POD, "announces itself; Quorate waits for it");
    private static final Map<ComponentTraits.AfterJoin, String> AFTER_JOIN = Map.of(
            ComponentTraits.AfterJoin.PROMOTE, "promoted when it has caught up",
            ComponentTraits.AfterJoin.REBALANCE, "given its share of the data",
            ComponentTraits.AfterJoin.CATCH_UP, "waited for until it has caught up",
            ComponentTraits.AfterJoin.RAISE_ACKNOWLEDGEMENTS, "counted for acknowledgements");
    private static final Map<ComponentTraits.Leave, String> LEAVES = Map.of(
            ComponentTraits.Leave.NONE, "its pod goes",
            ComponentTraits.Leave.SURVIVOR, "removed by a member that stays, then its pod goes",
            ComponentTraits.Leave.LEAVING_POD, "leaves by its own call, then its pod goes",
            ComponentTraits.Leave.WATCHERS, "its pod goes, then its watchers forget it");
    private static final Map<ComponentTraits.LeaverDuty, String> DUTIES = Map.of(
            ComponentTraits.LeaverDuty.NOTHING, "",
            ComponentTraits.LeaverDuty.HAND_OVER_LEADERSHIP, "hands over leadership; ",
            ComponentTraits.LeaverDuty.DRAIN_PREFERRED, "drained if it can be; ",
            ComponentTraits.LeaverDuty.MOVE_DATA, "its data moves to others; ");
    private static final Map<ComponentTraits.VolumeReuse, String> VOLUMES = Map.of(
            ComponentTraits.VolumeReuse.NO_VOLUME, "none",
            ComponentTraits.VolumeReuse.REATTACH, "kept, and used again when the ordinal returns",
            ComponentTraits.VolumeReuse.SET_ASIDE,
                    "kept; data of an earlier membership is set aside on it before the ordinal joins again");

    private Descriptions() {}

    static String join(ComponentTraits component) {
        StringBuilder text = new StringBuilder(JOINS.getOrDefault(component.join(), ""));
        component.afterJoin().stream()
                .sorted()
                .forEach(after -> text.append(", ").append(AFTER_JOIN.getOrDefault(after, "")));
        return text.toString();
    }

    static String leave(ComponentTraits component) {
        return DUTIES.getOrDefault(component.leaverDuty(), "") + LEAVES.getOrDefault(component.leave(), "");
    }

    /** A sentence without its end. */
    static String autoscale(ComponentTraits component) {
        if (component.autoscaling() instanceof Autoscaling.Possible possible) {
            return "from " + possible.floor() + " on; " + scaleIn(possible.scaleIn());
        }
        return component.autoscaling() instanceof Autoscaling.Never never ? "never: it " + never.why() : "";
    }

    private static String scaleIn(Autoscaling.ScaleIn scaleIn) {
        return scaleIn.onlyByPeople()
                .map(why -> "scaleIn.mode " + scaleIn.mode() + " if the file does not say, and never Auto: it " + why)
                .orElseGet(() -> "scaleIn.mode " + scaleIn.mode() + " and window "
                        + scaleIn.window().toMinutes() + "m if the file does not say");
    }

    static String volume(ComponentTraits component) {
        return VOLUMES.getOrDefault(component.volumeReuse(), "");
    }
}
