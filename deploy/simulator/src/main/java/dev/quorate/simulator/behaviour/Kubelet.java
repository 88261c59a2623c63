package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** The kubelets of all nodes: begins and ends pods and tells them of the ConfigMaps and Secrets they mount. */
final class Kubelet implements PodNode {

    private static final Set<Kind> MOUNTED = Set.of(Kinds.CONFIG_MAP, Kinds.SECRET);

    private final Cluster cluster;
    private final PodIndex index;
    private final Volumes volumes;
    private final Disturbances disturbances;
    private final ContainerLogs logs;
    private final Addresses addresses;
    private final PodListener listener;
    private final WorkQueue queue;
    private final BiFunction<PodHost, Pod, PodRuntime> runtimes;
    private final Map<Key, Running> running = new LinkedHashMap<>();
    private final Map<String, SimulatedPod> byAddress = new HashMap<>();
    private final Map<Key, Set<Key>> podsByMount = new HashMap<>();

    private record Running(Pod pod, PodRuntime runtime) {}

    Kubelet(
            Cluster cluster,
            PodIndex index,
            Volumes volumes,
            Disturbances disturbances,
            ContainerLogs logs,
            Addresses addresses,
            PodListener listener,
            Optional<PodRuntime.Factory> processes,
            Programs programs) {
        this.cluster = cluster;
        this.index = index;
        this.volumes = volumes;
        this.disturbances = disturbances;
        this.logs = logs;
        this.addresses = addresses;
        this.listener = listener;
        this.queue = new WorkQueue(cluster, "kubelet", this::sync);
        this.runtimes = (host, pod) ->
                processes.map(each -> each.create(host)).orElseGet(() -> new SimulatedPod(this, pod, programs));
    }

    void accept(Change change) {
        if (change.key().kind().equals(Kinds.POD)) {
            boolean lifeChanged = change.type() == Change.Type.DELETED
                    || change.before()
                            .filter(before -> sameLife(new Pod(before), new Pod(change.object())))
                            .isEmpty();
            if (lifeChanged) {
                queue.add(change.key());
            }
        } else if (MOUNTED.contains(change.key().kind())) {
            Set<Key> pods = podsByMount.getOrDefault(change.key(), Set.of());
            List.copyOf(pods).forEach(this::refreshMountsLater);
        }
    }

    private static boolean sameLife(Pod before, Pod after) {
        return before.node().equals(after.node())
                && before.terminating() == after.terminating()
                && before.ended() == after.ended();
    }

    private void refreshMountsLater(Key pod) {
        String what = "mounts of " + pod.namespace() + "/" + pod.name();
        cluster.schedule()
                .after(
                        cluster.delays().configPropagation(),
                        what,
                        () -> runtime(pod).ifPresent(PodRuntime::refreshMounts));
    }

    private void sync(Key key) {
        Optional<Pod> pod = index.get(key.namespace(), key.name());
        Optional<Running> found = Optional.ofNullable(running.get(key));
        if (found.isPresent()
                && pod.filter(each -> each.uid().equals(found.get().pod().uid()))
                        .isEmpty()) {
            forget(found.get());
            queue.add(key);
        } else if (pod.isPresent()
                && !disturbances.lostNodes().contains(pod.get().node().orElse(""))) {
            advance(pod.get(), found.map(Running::runtime));
        }
    }

    private void advance(Pod pod, Optional<PodRuntime> runtime) {
        if (pod.terminating()) {
            runtime.ifPresentOrElse(each -> each.terminate(grace(pod)), () -> cluster.remove(pod.key()));
        } else if (runtime.isEmpty() && pod.node().isPresent() && !pod.ended()) {
            PodRuntime begun = runtimes.apply(new NodeOfPod(cluster, volumes, disturbances, logs, index, pod), pod);
            running.put(pod.key(), new Running(pod, begun));
            mounts(pod)
                    .forEach(each -> podsByMount
                            .computeIfAbsent(each, any -> new LinkedHashSet<>())
                            .add(pod.key()));
            begun.begin();
        }
    }

    private static Duration grace(Pod pod) {
        return Duration.ofSeconds(
                pod.tree().path("metadata").path("deletionGracePeriodSeconds").asLong());
    }

    private void forget(Running gone) {
        Key key = gone.pod().key();
        running.remove(key);
        for (Key mount : mounts(gone.pod())) {
            podsByMount.computeIfPresent(mount, (any, pods) -> {
                pods.remove(key);
                return pods.isEmpty() ? null : pods;
            });
        }
        gone.runtime().vanish();
    }

    private static Set<Key> mounts(Pod pod) {
        Set<Key> keys = new LinkedHashSet<>();
        for (JsonNode volume : pod.spec().path("volumes")) {
            mounted(pod, Kinds.CONFIG_MAP, volume.path("configMap").path("name"), keys);
            mounted(pod, Kinds.SECRET, volume.path("secret").path("secretName"), keys);
            for (JsonNode source : volume.path("projected").path("sources")) {
                mounted(pod, Kinds.CONFIG_MAP, source.path("configMap").path("name"), keys);
                mounted(pod, Kinds.SECRET, source.path("secret").path("name"), keys);
            }
        }
        return keys;
    }

    private static void mounted(Pod pod, Kind kind, JsonNode name, Set<Key> keys) {
        if (name.isTextual()) {
            keys.add(new Key(kind, pod.namespace(), name.asText()));
        }
    }

    Optional<PodRuntime> runtime(Key pod) {
        return Optional.ofNullable(running.get(pod)).map(Running::runtime);
    }

    Optional<ProgramReply> request(String address, ProgramRequest request) {
        return Optional.ofNullable(byAddress.get(address))
                .filter(each -> !disturbances.cutPods().contains(each.path()))
                .flatMap(each -> each.request(request));
    }

    void lookAtAll() {
        List.copyOf(running.values()).forEach(each -> each.runtime().changed());
    }

    /** All processes of a node are dead; its pods stay as the API last saw them. */
    void nodeLost(String node) {
        for (Running each : List.copyOf(running.values())) {
            if (each.pod().node().orElse("").equals(node)) {
                forget(each);
            }
        }
    }

    /** A node is back: its pods start again where they are still wanted. */
    void nodeBack(String node) {
        index.onNode(node).forEach(pod -> queue.add(pod.key()));
    }

    @Override
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public Disturbances disturbances() {
        return disturbances;
    }

    @Override
    public Volumes volumes() {
        return volumes;
    }

    @Override
    public Addresses addresses() {
        return addresses;
    }

    @Override
    public void opened(SimulatedPod pod, List<Integer> ports) {
        pod.address().ifPresent(address -> {
            byAddress.put(address, pod);
            listener.opened(address, ports);
        });
    }

    @Override
    public void closed(String address) {
        if (byAddress.remove(address) != null) {
            listener.closed(address);
        }
    }

    @Override
    public Optional<Pod> read(Key pod) {
        return index.get(pod.namespace(), pod.name());
    }

    @Override
    public String hostAddress(String node) {
        return NodeOfPod.hostAddress(cluster, node);
    }
}
