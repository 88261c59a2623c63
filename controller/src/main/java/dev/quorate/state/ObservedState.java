package dev.quorate.state;

import dev.quorate.schema.AppName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One app as it is.
 *
 * @param objects what was found under the names of desired objects, and everything that carries the app's labels, but for
 *     StatefulSets, pods and claims
 * @param sets by StatefulSet name; also for a set that does not exist, since its claims may
 * @param nodes those that are in trouble and have pods of the app that are not Ready or stop, by name
 * @param scalers who else changes sizes of the app
 * @param membership what each component's engine says, by component; absent for components without members
 * @param closed kinds of objects that the app has and that may not be looked at, with the API server's words
 */
public record ObservedState(
        AppName app,
        List<ObservedObject> objects,
        Map<String, ObservedSet> sets,
        Map<String, NodeTrouble> nodes,
        List<OtherScaler> scalers,
        Map<String, MembershipView> membership,
        AppMemory memory,
        Map<Kind, String> closed) {

    public ObservedState {
        objects = List.copyOf(objects);
        sets = Map.copyOf(sets);
        nodes = Map.copyOf(nodes);
        scalers = List.copyOf(scalers);
        membership = Map.copyOf(membership);
        closed = Map.copyOf(closed);
    }

    /** Of an app all of whose kinds may be looked at. */
    public ObservedState(
            AppName app,
            List<ObservedObject> objects,
            Map<String, ObservedSet> sets,
            Map<String, NodeTrouble> nodes,
            List<OtherScaler> scalers,
            Map<String, MembershipView> membership,
            AppMemory memory) {
        this(app, objects, sets, nodes, scalers, membership, memory, Map.of());
    }

    public Optional<ObservedObject> object(ObjectRef ref) {
        return objects.stream()
                .filter(object -> object.live().ref().equals(ref))
                .findFirst();
    }

    public Optional<NodeTrouble> nodeTrouble(ObservedPod pod) {
        return pod.node().flatMap(node -> Optional.ofNullable(nodes.get(node)));
    }

    public ObservedState remembering(AppMemory other) {
        return new ObservedState(app, objects, sets, nodes, scalers, membership, other, closed);
    }

    public ObservedSet set(String name) {
        return Optional.ofNullable(sets.get(name)).orElseGet(() -> ObservedSet.absent(name));
    }
}
