package dev.quorate.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.ApiRequest;
import dev.quorate.cluster.ApiTransport;
import dev.quorate.cluster.Cluster;
import dev.quorate.cluster.ClusterException;
import dev.quorate.schema.AppName;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Bugs in how the cluster is read and written. */
final class ClusterBugs {

    private ClusterBugs() {}

    /** What somebody else wrote meanwhile does not matter. */
    private static Manifest overwriting(Manifest manifest, Optional<Manifest> live) {
        return live.map(there -> manifest.with(
                        tree -> tree.withObject("/metadata").put("resourceVersion", there.resourceVersion())))
                .orElse(manifest);
    }

    private static final class Believing extends PassingCluster {
        private final Cluster real;

        Believing(Cluster real) {
            super(real);
            this.real = real;
        }

        @Override
        public boolean caughtUp(AppName app) {
            return true;
        }

        @Override
        public Optional<Manifest> read(ObjectRef ref) {
            return real.cached(ref);
        }

        @Override
        public List<Manifest> readOf(AppName app, Kind kind) {
            return real.cachedOf(app, kind);
        }

        @Override
        public Manifest replaceStatus(Manifest manifest) throws ClusterException {
            return real.replaceStatus(overwriting(manifest, real.read(manifest.ref())));
        }
    }

    record StaleCache() implements Plant {
        @Override
        public Cluster cluster(Cluster real) {
            return new Believing(real);
        }
    }

    record Unfenced() implements Plant {
        @Override
        public Cluster cluster(Cluster real) {
            return new PassingCluster(real) {
                @Override
                public Optional<Manifest> read(ObjectRef ref) throws ClusterException {
                    return ref.kind() == Kind.STATEFUL_APP ? real.cached(ref) : real.read(ref);
                }

                @Override
                public Manifest replaceStatus(Manifest manifest) throws ClusterException {
                    return real.replaceStatus(overwriting(manifest, real.read(manifest.ref())));
                }
            };
        }
    }

    /** As soon as a joiner starts, its operation is out of mind. */
    record Forgetful() implements Plant {
        @Override
        public Cluster cluster(Cluster real) {
            return new PassingCluster(real) {
                @Override
                public Optional<Manifest> cached(ObjectRef ref) {
                    return real.cached(ref).map(Forgetful::forgotten);
                }

                @Override
                public Optional<Manifest> read(ObjectRef ref) throws ClusterException {
                    return real.read(ref).map(Forgetful::forgotten);
                }
            };
        }

        private static Manifest forgotten(Manifest object) {
            return object.at("/status/memory/operation/phase").asText().equals("STARTING")
                    ? object.with(tree -> ((ObjectNode) tree.at("/status/memory")).remove("operation"))
                    : object;
        }
    }

    record Wiping() implements Plant {
        @Override
        public Cluster cluster(Cluster real) {
            return new PassingCluster(real) {
                @Override
                public Manifest scale(ObjectRef set, String uid, String resourceVersion, int from, int to)
                        throws ClusterException {
                    Manifest scaled = real.scale(set, uid, resourceVersion, from, to);
                    if (to > 0 && to < from) {
                        String claim = "data-" + set.name() + "-" + (to - 1);
                        ObjectRef ref = new ObjectRef(Kind.PERSISTENT_VOLUME_CLAIM, set.namespace(), claim);
                        Optional<Manifest> live = real.read(ref);
                        if (live.isPresent()) {
                            real.delete(ref, live.get().uid(), live.get().resourceVersion());
                        }
                    }
                    return scaled;
                }
            };
        }
    }

    /** @param made the names of the sets that were there once */
    record Dwarfed(Set<String> made) implements Plant {
        @Override
        public Cluster cluster(Cluster real) {
            return new PassingCluster(real) {
                @Override
                public Manifest create(Manifest manifest) throws ClusterException {
                    boolean again = manifest.kind() == Kind.STATEFUL_SET && !made.add(manifest.name());
                    return real.create(
                            again
                                    ? manifest.with(
                                            tree -> tree.withObject("/spec").put("replicas", 1))
                                    : manifest);
                }
            };
        }
    }

    /** The API server's default of a field that an apply no longer holds is 1. */
    record DroppedField() implements Plant {
        @Override
        public ApiTransport transport(ApiTransport real) {
            return request -> real.send(dropped(request));
        }

        private static ApiRequest dropped(ApiRequest request) {
            if (!request.contentType().equals(ApiRequest.APPLY)
                    || !request.path().contains("/statefulsets/")) {
                return request;
            }
            ObjectNode body = request.body().orElseThrow().deepCopy();
            body.withObject("/spec").put("replicas", 1);
            return new ApiRequest(
                    request.method(), request.path(), request.query(), request.contentType(), Optional.of(body));
        }
    }
}
