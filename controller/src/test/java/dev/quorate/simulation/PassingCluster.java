package dev.quorate.simulation;

import dev.quorate.cluster.Cluster;
import dev.quorate.cluster.ClusterException;
import dev.quorate.schema.AppName;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.RollLimit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Passes everything on; a planted bug changes some of it. */
class PassingCluster implements Cluster {

    private final Cluster real;

    PassingCluster(Cluster real) {
        this.real = real;
    }

    @Override
    public Optional<Manifest> cached(ObjectRef ref) {
        return real.cached(ref);
    }

    @Override
    public List<Manifest> cachedOf(AppName app, Kind kind) {
        return real.cachedOf(app, kind);
    }

    @Override
    public List<Manifest> cachedScalers(ObjectRef statefulSet) {
        return real.cachedScalers(statefulSet);
    }

    @Override
    public boolean keeps(Set<Kind> kinds) {
        return real.keeps(kinds);
    }

    @Override
    public Optional<String> closed(Kind kind) {
        return real.closed(kind);
    }

    @Override
    public boolean caughtUp(AppName app) {
        return real.caughtUp(app);
    }

    @Override
    public Optional<Manifest> read(ObjectRef ref) throws ClusterException {
        return real.read(ref);
    }

    @Override
    public List<Manifest> readOf(AppName app, Kind kind) throws ClusterException {
        return real.readOf(app, kind);
    }

    @Override
    public List<Manifest> readAll(Kind kind) throws ClusterException {
        return real.readAll(kind);
    }

    @Override
    public Manifest create(Manifest manifest) throws ClusterException {
        return real.create(manifest);
    }

    @Override
    public Manifest apply(Manifest manifest) throws ClusterException {
        return real.apply(manifest);
    }

    @Override
    public Manifest scale(ObjectRef statefulSet, String uid, String resourceVersion, int from, int to)
            throws ClusterException {
        return real.scale(statefulSet, uid, resourceVersion, from, to);
    }

    @Override
    public Manifest limit(ObjectRef statefulSet, String uid, String resourceVersion, RollLimit from, RollLimit to)
            throws ClusterException {
        return real.limit(statefulSet, uid, resourceVersion, from, to);
    }

    @Override
    public Manifest grow(ObjectRef claim, String uid, String resourceVersion, String from, String to)
            throws ClusterException {
        return real.grow(claim, uid, resourceVersion, from, to);
    }

    @Override
    public void delete(ObjectRef ref, String uid, String resourceVersion) throws ClusterException {
        real.delete(ref, uid, resourceVersion);
    }

    @Override
    public void forceDelete(ObjectRef pod, String uid, String resourceVersion) throws ClusterException {
        real.forceDelete(pod, uid, resourceVersion);
    }

    @Override
    public void orphan(ObjectRef ref, String uid, String resourceVersion) throws ClusterException {
        real.orphan(ref, uid, resourceVersion);
    }

    @Override
    public Manifest replaceStatus(Manifest manifest) throws ClusterException {
        return real.replaceStatus(manifest);
    }

    @Override
    public Manifest replace(Manifest manifest) throws ClusterException {
        return real.replace(manifest);
    }

    @Override
    public Manifest label(ObjectRef ref, String uid, String key, Optional<String> value) throws ClusterException {
        return real.label(ref, uid, key, value);
    }

    @Override
    public void event(Notice notice) {
        real.event(notice);
    }
}
