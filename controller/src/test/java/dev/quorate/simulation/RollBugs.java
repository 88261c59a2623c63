package dev.quorate.simulation;

import dev.quorate.cluster.Cluster;
import dev.quorate.cluster.ClusterException;
import dev.quorate.schema.AppName;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.util.List;
import java.util.Optional;

/** Bugs in how new templates come to the pods. */
final class RollBugs {

    private static final String REVISION = "controller-revision-hash";

    private RollBugs() {}

    /** While fewer are wanted, every pod seems to have the newest template. */
    record Impatient() implements Plant {
        @Override
        public Cluster cluster(Cluster real) {
            return new PassingCluster(real) {
                @Override
                public List<Manifest> cachedOf(AppName app, Kind kind) {
                    return shown(real.cached(mirror(app)), real.cached(set(app)), kind, super.cachedOf(app, kind));
                }

                @Override
                public List<Manifest> readOf(AppName app, Kind kind) throws ClusterException {
                    return shown(real.read(mirror(app)), real.read(set(app)), kind, super.readOf(app, kind));
                }
            };
        }

        private static ObjectRef mirror(AppName app) {
            return new ObjectRef(Kind.STATEFUL_APP, app.namespace(), app.name());
        }

        private static ObjectRef set(AppName app) {
            return new ObjectRef(Kind.STATEFUL_SET, app.namespace(), app.name());
        }

        private static List<Manifest> shown(
                Optional<Manifest> mirror, Optional<Manifest> set, Kind kind, List<Manifest> objects) {
            if (kind != Kind.POD || mirror.isEmpty() || set.isEmpty() || !shrinks(mirror.get(), set.get())) {
                return objects;
            }
            String newest = set.get().at("/status/updateRevision").asText();
            return objects.stream()
                    .map(pod ->
                            pod.with(tree -> tree.withObject("/metadata/labels").put(REVISION, newest)))
                    .toList();
        }

        private static boolean shrinks(Manifest mirror, Manifest set) {
            return mirror.at("/spec/replicas").asInt()
                    < set.at("/spec/replicas").asInt();
        }
    }
}
