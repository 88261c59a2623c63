package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.cluster.OwnWrites.Expected;
import dev.quorate.engine.Engine.Site;
import dev.quorate.schema.AppName;
import dev.quorate.state.Generated;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.RollLimit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Guarded writes, and reads that know our own writes, over any transport: the same code in production and in a simulation. */
public final class KubernetesCluster implements Cluster {

    /** How long a watch may be behind our own write before the object is read by itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String REPLICAS = "/spec/replicas";
    private static final String STRATEGY = "/spec/updateStrategy";
    private static final String STORAGE = "/spec/resources/requests/storage";
    private static final String PARTITION = "/spec/updateStrategy/rollingUpdate/partition";

    private final ApiServer server;
    private final ObjectCache cache;
    private final InstantSource clock;
    private final EventRecorder events;
    private final OwnWrites own = new OwnWrites();
    private final RandomText values = new RandomText();

    /** @param eventSender runs the sending of Kubernetes Events; it may refuse */
    public KubernetesCluster(ApiTransport transport, ObjectCache cache, InstantSource clock, Executor eventSender) {
        this.server = new ApiServer(transport);
        this.cache = cache;
        this.clock = clock;
        this.events = new EventRecorder(transport, clock, eventSender);
    }

    @Override
    public Optional<Manifest> cached(ObjectRef ref) {
        return cache.get(ref);
    }

    @Override
    public List<Manifest> cachedOf(AppName app, Kind kind) {
        return kind == Kind.HORIZONTAL_POD_AUTOSCALER
                ? cache.of(app, kind).stream()
                        .filter(found -> Labels.of(found).isPresent())
                        .toList()
                : cache.of(app, kind);
    }

    @Override
    public List<Manifest> cachedScalers(ObjectRef statefulSet) {
        AppName named = new AppName(statefulSet.namespace(), statefulSet.name());
        return cache.of(named, Kind.HORIZONTAL_POD_AUTOSCALER).stream()
                .filter(found -> KindCache.aimedAt(found).equals(Optional.of(named)))
                .toList();
    }

    @Override
    public boolean keeps(Set<Kind> kinds) {
        return cache.want(kinds);
    }

    @Override
    public Optional<String> closed(Kind kind) {
        return cache.closed(kind);
    }

    @Override
    public boolean caughtUp(AppName app) {
        for (OwnWrites.Write write : own.of(app)) {
            boolean shown = OwnWrites.shown(write, cache);
            if (!shown && !verified(write)) {
                return false;
            }
            if (!shown || OwnWrites.confirmed(write, cache)) {
                own.settle(app, write);
            }
        }
        return true;
    }

    @Override
    public Optional<Manifest> read(ObjectRef ref) throws ClusterException {
        return server.read(ref).map(Generated::withoutValues);
    }

    @Override
    public List<Manifest> readOf(AppName app, Kind kind) throws ClusterException {
        String selector = selector(cache.site()) + "," + Labels.APP + "=" + app.name();
        return manifests(server.list(kind, Paths.collection(kind, app.namespace()), selector));
    }

    @Override
    public List<Manifest> readAll(Kind kind) throws ClusterException {
        return manifests(server.list(kind, Paths.all(kind), selector(kind, cache.site())));
    }

    @Override
    public Manifest create(Manifest manifest) throws ClusterException {
        Manifest whole = Generated.is(manifest) ? Generated.filled(manifest, values) : manifest;
        return tracked(manifest.ref(), KindCache.app(manifest), () -> Generated.withoutValues(server.create(whole)));
    }

    @Override
    public Manifest apply(Manifest manifest) throws ClusterException {
        ObjectRef ref = manifest.ref();
        refuseReplicas(manifest);
        Manifest live = read(ref)
                .orElseThrow(() -> new ClusterException(
                        Reason.NOT_FOUND, "apply " + ref + ": it is not there, and an apply makes nothing; create it"));
        refuseOthers(manifest, live);
        takeFieldsOver(live);
        // The uid keeps the apply from making a new object should this one vanish meanwhile.
        JsonNode body = manifest.with(tree ->
                        tree.withObject("/metadata").put("uid", live.uid()).remove("resourceVersion"))
                .tree();
        Map<String, String> query = Map.of("fieldManager", FieldOwners.MANAGER, "force", "true");
        ApiRequest request = ApiRequest.patch(Paths.object(ref), query, ApiRequest.APPLY, body);
        return tracked(ref, KindCache.app(manifest), () -> server.exchange("apply " + ref, request));
    }

    @Override
    public Manifest scale(ObjectRef statefulSet, String uid, String resourceVersion, int from, int to)
            throws ClusterException {
        JsonPatch patch =
                new JsonPatch(uid, resourceVersion).test(REPLICAS, number(from)).replace(REPLICAS, number(to));
        Manifest live = at(statefulSet, resourceVersion);
        JsonNode partition = live.at(PARTITION);
        if (partition.isInt() && partition.asInt() >= from && partition.asInt() < to) {
            // It rests there: left behind, it would let the controller update the new ordinals without us.
            patch.replace(PARTITION, number(to));
        }
        String doing = "scale " + statefulSet + " from " + from + " to " + to;
        return tracked(statefulSet, KindCache.app(live), () -> server.exchange(doing, patch.request(statefulSet)));
    }

    @Override
    public Manifest limit(ObjectRef statefulSet, String uid, String resourceVersion, RollLimit from, RollLimit to)
            throws ClusterException {
        Manifest live = at(statefulSet, resourceVersion);
        JsonPatch patch = new JsonPatch(uid, resourceVersion)
                .test(STRATEGY + "/type", strategy(from).path("type"));
        if (!from.onDelete() && live.at(PARTITION).isInt()) {
            patch.test(PARTITION, number(from.partition()));
        }
        patch.replace(STRATEGY, strategy(to));
        String doing = "change the update strategy of " + statefulSet + " from " + from + " to " + to;
        return tracked(statefulSet, KindCache.app(live), () -> server.exchange(doing, patch.request(statefulSet)));
    }

    private static JsonNode strategy(RollLimit limit) {
        ObjectNode strategy = JsonNodeFactory.instance.objectNode();
        strategy.put("type", limit.onDelete() ? "OnDelete" : "RollingUpdate");
        if (!limit.onDelete()) {
            strategy.putObject("rollingUpdate").put("partition", limit.partition());
        }
        return strategy;
    }

    @Override
    public Manifest grow(ObjectRef claim, String uid, String resourceVersion, String from, String to)
            throws ClusterException {
        JsonPatch patch =
                new JsonPatch(uid, resourceVersion).test(STORAGE, text(from)).replace(STORAGE, text(to));
        String doing = "let " + claim + " grow from " + from + " to " + to;
        return tracked(claim, appOf(claim), () -> server.exchange(doing, patch.request(claim)));
    }

    @Override
    public void delete(ObjectRef ref, String uid, String resourceVersion) throws ClusterException {
        delete(ref, uid, resourceVersion, options -> {});
    }

    @Override
    public void forceDelete(ObjectRef pod, String uid, String resourceVersion) throws ClusterException {
        delete(pod, uid, resourceVersion, options -> options.put("gracePeriodSeconds", 0));
    }

    @Override
    public void orphan(ObjectRef ref, String uid, String resourceVersion) throws ClusterException {
        delete(ref, uid, resourceVersion, options -> options.put("propagationPolicy", "Orphan"));
    }

    private void delete(ObjectRef ref, String uid, String resourceVersion, Consumer<ObjectNode> more)
            throws ClusterException {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.put("apiVersion", "v1").put("kind", "DeleteOptions");
        options.putObject("preconditions").put("uid", uid).put("resourceVersion", resourceVersion);
        more.accept(options);
        Optional<AppName> app = appOf(ref);
        try {
            server.exchange("delete " + ref, ApiRequest.delete(Paths.object(ref), options));
        } catch (ClusterException no) {
            if (no.reason() == Reason.NO_REPLY) {
                expect(app, ref, new Expected.Anything());
            }
            if (no.reason() != Reason.NOT_FOUND && !ReplyErrors.isOfAnotherUid(no)) {
                throw no;
            }
        }
        expect(app, ref, new Expected.Deletion(uid));
    }

    @Override
    public Manifest replaceStatus(Manifest manifest) throws ClusterException {
        return tracked(manifest.ref(), KindCache.app(manifest), () -> server.replace(manifest, "status"));
    }

    @Override
    public Manifest replace(Manifest manifest) throws ClusterException {
        return tracked(manifest.ref(), KindCache.app(manifest), () -> server.replace(manifest, ""));
    }

    @Override
    public Manifest label(ObjectRef ref, String uid, String key, Optional<String> value) throws ClusterException {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata").put("uid", uid);
        metadata.putObject("labels")
                .set(
                        key,
                        value.<JsonNode>map(JsonNodeFactory.instance::textNode)
                                .orElseGet(JsonNodeFactory.instance::nullNode));
        ApiRequest request = ApiRequest.patch(Paths.object(ref), ApiServer.MANAGED, ApiRequest.MERGE_PATCH, patch);
        return tracked(ref, appOf(ref), () -> server.exchange("label " + ref, request));
    }

    @Override
    public void event(Notice notice) {
        events.record(notice);
    }

    /** What is kept of a kind. The frozen labels are on everything that is made for apps, also on claims. */
    static String selector(Kind kind, Site site) {
        boolean everybodys = !kind.namespaced() || kind == Kind.HORIZONTAL_POD_AUTOSCALER;
        return everybodys ? "" : selector(site);
    }

    private static String selector(Site site) {
        return Labels.REPOSITORY + "=" + site.repository() + "," + Labels.CLUSTER + "=" + site.cluster();
    }

    private interface Call {
        Manifest run() throws ClusterException;
    }

    /** Shows the answer in the cache, and remembers what the cache must show before this app is planned again. */
    private Manifest tracked(ObjectRef ref, Optional<AppName> app, Call call) throws ClusterException {
        try {
            Manifest written = call.run();
            Optional<AppName> owner = app.or(() -> KindCache.app(written));
            cache.wrote(written);
            expect(owner, ref, new Expected.Version(written.resourceVersion()));
            return written;
        } catch (ClusterException no) {
            if (no.reason() == Reason.NO_REPLY) {
                expect(app, ref, new Expected.Anything());
            }
            throw no;
        }
    }

    private void expect(Optional<AppName> app, ObjectRef ref, Expected expected) {
        if (cache.holds(ref.kind())) {
            app.ifPresent(name -> own.add(name, new OwnWrites.Write(ref, expected, clock.instant())));
        }
    }

    /** The watch has not shown the write: after a while, or when it had no answer, the object is read by itself. */
    private boolean verified(OwnWrites.Write write) {
        boolean unknown = write.expected() instanceof Expected.Anything;
        if (!unknown && clock.instant().isBefore(write.at().plus(PATIENCE))) {
            return false;
        }
        try {
            cache.refresh(write.ref(), read(write.ref()));
            return true;
        } catch (ClusterException notNow) {
            // The next pass asks again: until an answer comes this app is not planned.
            return false;
        }
    }

    private void takeFieldsOver(Manifest live) throws ClusterException {
        Optional<ArrayNode> owners = FieldOwners.forApply(live);
        if (owners.isPresent()) {
            JsonPatch patch =
                    new JsonPatch(live.uid(), live.resourceVersion()).replace("/metadata/managedFields", owners.get());
            server.exchange("take over the fields of " + live.ref(), patch.request(live.ref()));
        }
    }

    private static void refuseReplicas(Manifest manifest) {
        boolean scales = !manifest.at(REPLICAS).isMissingNode()
                || !manifest.at(PARTITION).isMissingNode();
        if (manifest.kind() == Kind.STATEFUL_SET && scales) {
            throw new IllegalArgumentException(
                    "replicas and partition are never part of an apply, but they are in that of " + manifest.ref());
        }
    }

    private static void refuseOthers(Manifest manifest, Manifest live) throws ClusterException {
        boolean ours = Labels.of(manifest)
                .flatMap(wanted -> Labels.of(live).map(wanted::sameApp))
                .orElse(false);
        if (!ours) {
            throw new ClusterException(
                    Reason.CONFLICT,
                    "apply " + manifest.ref()
                            + ": the object of that name does not carry this app's quorate.dev labels,"
                            + " so it is not touched; rename the app or remove the object");
        }
    }

    /** The StatefulSet as it was looked at; any other fails the patch's tests anyway. */
    private Manifest at(ObjectRef ref, String resourceVersion) throws ClusterException {
        Optional<Manifest> kept =
                cache.get(ref).filter(set -> set.resourceVersion().equals(resourceVersion));
        if (kept.isPresent()) {
            return kept.get();
        }
        return read(ref)
                .orElseThrow(() -> new ClusterException(Reason.NOT_FOUND, "scale " + ref + ": it is not there"));
    }

    private Optional<AppName> appOf(ObjectRef ref) {
        return cache.get(ref).flatMap(KindCache::app);
    }

    private static List<Manifest> manifests(Listing listing) {
        return listing.items().stream()
                .map(Manifest::new)
                .map(Generated::withoutValues)
                .toList();
    }

    private static JsonNode text(String value) {
        return JsonNodeFactory.instance.textNode(value);
    }

    private static JsonNode number(int value) {
        return JsonNodeFactory.instance.numberNode(value);
    }
}
