package dev.quorate.simulation;

import dev.quorate.cluster.Cluster;
import dev.quorate.cluster.ClusterException;
import dev.quorate.state.Kind;
import dev.quorate.state.ObjectRef;

/** Bugs in how objects are deleted. */
final class DeletionBugs {

    private DeletionBugs() {}

    record Cascading() implements Plant {
        @Override
        public Cluster cluster(Cluster real) {
            return new PassingCluster(real) {
                @Override
                public void orphan(ObjectRef ref, String uid, String resourceVersion) throws ClusterException {
                    real.delete(ref, uid, resourceVersion);
                }
            };
        }
    }

    record Forced() implements Plant {
        @Override
        public Cluster cluster(Cluster real) {
            return new PassingCluster(real) {
                @Override
                public void delete(ObjectRef ref, String uid, String resourceVersion) throws ClusterException {
                    if (ref.kind() == Kind.POD) {
                        real.forceDelete(ref, uid, resourceVersion);
                    } else {
                        real.delete(ref, uid, resourceVersion);
                    }
                }
            };
        }
    }
}
