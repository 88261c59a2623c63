package dev.quorate.plan;

import dev.quorate.engine.ComponentTraits;
import dev.quorate.schema.UpdateStrategy;
import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedState;
import java.time.Instant;

/**
 * Everything one decision looks at.
 *
 * @param goal with the sizes that hold now
 */
record Situation(Goal goal, ObservedState observed, Instant now) {

    Situation {
        goal = goal.at(observed);
    }

    AppMemory memory() {
        return observed.memory();
    }

    ComponentTraits traits(DesiredComponent component) {
        return goal.engine().traits().component(component.name());
    }

    UpdateStrategy policy(DesiredComponent component) {
        return goal.app().component(component.name()).updateStrategy();
    }

    /** To be added to what is said of a pod that does not serve; empty when its node is well. */
    String nodeWords(ObservedPod pod) {
        String node = "; its node " + pod.node().orElse("");
        return observed.nodeTrouble(pod)
                .map(trouble -> switch (trouble) {
                    case GONE -> node + " is gone";
                    case OUT_OF_SERVICE -> node + " is out of service";
                    case UNREACHABLE -> node + " does not answer";
                })
                .orElse("");
    }

    /** The only set of a component whose engine keeps all units in one. */
    static DesiredSet onlySet(DesiredComponent component) {
        if (component.sets().size() != 1) {
            throw new IllegalStateException("component " + component.name() + " has "
                    + component.sets().size() + " StatefulSets, and only one is planned for");
        }
        return component.sets().get(0);
    }
}
