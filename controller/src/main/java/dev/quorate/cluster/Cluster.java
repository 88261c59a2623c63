package dev.quorate.cluster;

import dev.quorate.schema.AppName;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.RollLimit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What Quorate asks of a Kubernetes cluster. Reads come from a cache that watches feed, or, where the method says consistent,
 * from the API server without resourceVersion.
 */
public interface Cluster {

    /** From the cache. */
    Optional<Manifest> cached(ObjectRef ref);

    /** From the cache: the app's objects of a kind, by its frozen labels. */
    List<Manifest> cachedOf(AppName app, Kind kind);

    /** From the cache: everybody's autoscalers that aim at a StatefulSet. */
    List<Manifest> cachedScalers(ObjectRef statefulSet);

    /** Has the cache keep these kinds from now on; false until each was listed once, or may not be. */
    boolean keeps(Set<Kind> kinds);

    /** In the API server's words, why the cache may not keep a kind that only some apps have; empty when it may. */
    Optional<String> closed(Kind kind);

    /** False until the cache has seen our own last write to an object of this app: never plan before. */
    boolean caughtUp(AppName app);

    /** Consistent. */
    Optional<Manifest> read(ObjectRef ref) throws ClusterException;

    /** Consistent: the app's objects of a kind, by its frozen labels. */
    List<Manifest> readOf(AppName app, Kind kind) throws ClusterException;

    /** Consistent: every object of a kind that Quorate manages for this cluster and repository. */
    List<Manifest> readAll(Kind kind) throws ClusterException;

    /** POST: fails with {@code ALREADY_EXISTS} if one of that name is there. */
    Manifest create(Manifest manifest) throws ClusterException;

    /**
     * Server-side apply by the field manager {@code quorate}; takes fields over from others (Git wins). It makes nothing:
     * {@code NOT_FOUND} if the object is not there. An object without this app's labels is not touched: {@code CONFLICT}.
     */
    Manifest apply(Manifest manifest) throws ClusterException;

    /**
     * JSON patch on spec.replicas that tests uid, resourceVersion and the old value; {@code CONFLICT} otherwise. A partition
     * that rests at the old size rises with it.
     */
    Manifest scale(ObjectRef statefulSet, String uid, String resourceVersion, int from, int to) throws ClusterException;

    /**
     * JSON patch on spec.updateStrategy, whole, that tests uid, resourceVersion and the old limit; {@code CONFLICT} otherwise. An
     * apply could change the type, but leaves a partition behind that OnDelete does not allow.
     */
    Manifest limit(ObjectRef statefulSet, String uid, String resourceVersion, RollLimit from, RollLimit to)
            throws ClusterException;

    /** JSON patch on what a claim asks for that tests uid, resourceVersion and the old size; {@code CONFLICT} otherwise. */
    Manifest grow(ObjectRef claim, String uid, String resourceVersion, String from, String to) throws ClusterException;

    /** Deletes with uid and resourceVersion as preconditions; done when it is already gone, {@code CONFLICT} when it changed. */
    void delete(ObjectRef ref, String uid, String resourceVersion) throws ClusterException;

    /** As {@link #delete}, but of a pod whose node cannot say that it has ended: nobody is waited for. */
    void forceDelete(ObjectRef pod, String uid, String resourceVersion) throws ClusterException;

    /** As {@link #delete}, but what it owns stays and is nobody's then. */
    void orphan(ObjectRef ref, String uid, String resourceVersion) throws ClusterException;

    /** Replaces the status subresource, compare-and-set on the manifest's resourceVersion. */
    Manifest replaceStatus(Manifest manifest) throws ClusterException;

    /** Replaces the object but for its status, compare-and-set on the manifest's resourceVersion. */
    Manifest replace(Manifest manifest) throws ClusterException;

    /** Merge patch of labels on a live object, tested on its uid; an absent value removes the label. */
    Manifest label(ObjectRef ref, String uid, String key, Optional<String> value) throws ClusterException;

    /** A Kubernetes Event about an object; best effort, never throws. */
    void event(Notice notice);

    /** @param warning Warning instead of Normal */
    record Notice(ObjectRef about, String uid, boolean warning, String reason, String message) {}
}
