package dev.quorate.observe;

import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which pods of a component could be members. */
public final class Rosters {

    private Rosters() {}

    public static Roster roster(AppName app, DesiredComponent component, Map<String, ObservedSet> sets) {
        List<Roster.Pod> pods = new ArrayList<>();
        for (DesiredSet set : component.sets()) {
            ObservedSet observed = sets.getOrDefault(set.name(), ObservedSet.absent(set.name()));
            for (ObservedPod pod : observed.pods()) {
                pods.add(new Roster.Pod(pod.name(), set.name(), pod.ordinal(), pod.running(), pod.ip()));
            }
        }
        return new Roster(app, component.name(), pods);
    }
}
