package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The kubelets of all nodes: begins and ends pods and shows them the ConfigMaps they mount. */
final class Kubelet implements PodNode {

    private final Cluster cluster;
    private final PodIndex index;
    private final Volumes volumes;
    private final Disturbances disturbances;
    private final Programs programs;
    private final Addresses addresses;
    private final PodListener listener;
    private final WorkQueue queue;
    private final Map<Key, PodRuntime> running = new LinkedHashMap<>();
    private final Map<String, PodRuntime> byAddress = new HashMap<>();
    private final Map<Key, Set<Key>> podsByConfigMap = new HashMap<>();

    Kubelet(
            Cluster cluster,
            PodIndex index,
            Volumes volumes,
            Disturbances disturbances,
            Programs programs,
            Addresses addresses,
            PodListener listener) {
        this.cluster = cluster;
        this.index = index;
        this.volumes = volumes;
        this.disturbances = disturbances;
        this.programs = programs;
        this.addresses = addresses;
        this.listener = listener;
        this.queue = new WorkQueue(cluster, "kubelet", this::sync);
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
        } else if (change.key().kind().equals(Kinds.CONFIG_MAP)) {
            Set<Key> pods = podsByConfigMap.getOrDefault(change.key(), Set.of());
            List.copyOf(pods).forEach(this::refreshConfigLater);
        }
    }

    private static boolean sameLife(Pod before, Pod after) {
        return before.node().equals(after.node())
                && before.terminating() == after.terminating()
                && before.ended() == after.ended();
    }

    private void refreshConfigLater(Key pod) {
        String what = "mounts of " + pod.namespace() + "/" + pod.name();
        cluster.schedule()
                .after(
                        cluster.delays().configPropagation(),
                        what,
                        () -> runtime(pod).ifPresent(PodRuntime::refreshConfig));
    }

    private void sync(Key key) {
        Optional<Pod> pod = index.get(key.namespace(), key.name());
        Optional<PodRuntime> runtime = Optional.ofNullable(running.get(key));
        if (runtime.isPresent()
                && pod.filter(each -> each.uid().equals(runtime.get().uid())).isEmpty()) {
            forget(key, runtime.get());
            runtime.get().vanish();
            queue.add(key);
        } else if (pod.isPresent()
                && !disturbances.lostNodes().contains(pod.get().node().orElse(""))) {
            advance(pod.get(), runtime);
        }
    }

    private void advance(Pod pod, Optional<PodRuntime> runtime) {
        if (pod.terminating()) {
            runtime.ifPresentOrElse(each -> each.terminate(pod), () -> cluster.remove(pod.key()));
        } else if (runtime.isEmpty() && pod.node().isPresent() && !pod.ended()) {
            PodRuntime begun = new PodRuntime(this, pod, programs);
            running.put(pod.key(), begun);
            configMaps(pod)
                    .forEach(each -> podsByConfigMap
                            .computeIfAbsent(each, any -> new LinkedHashSet<>())
                            .add(pod.key()));
            begun.begin();
        }
    }

    private void forget(Key key, PodRuntime runtime) {
        running.remove(key);
        for (Key configMap : configMaps(runtime.pod())) {
            podsByConfigMap.computeIfPresent(configMap, (any, pods) -> {
                pods.remove(key);
                return pods.isEmpty() ? null : pods;
            });
        }
    }

    private static List<Key> configMaps(Pod pod) {
        Set<Key> keys = new LinkedHashSet<>();
        for (JsonNode volume : pod.spec().path("volumes")) {
            String name = volume.path("configMap").path("name").asText();
            if (!name.isEmpty()) {
                keys.add(new Key(Kinds.CONFIG_MAP, pod.namespace(), name));
            }
        }
        return List.copyOf(keys);
    }

    Optional<PodRuntime> runtime(Key pod) {
        return Optional.ofNullable(running.get(pod));
    }

    Optional<ProgramReply> request(String address, ProgramRequest request) {
        return Optional.ofNullable(byAddress.get(address))
                .filter(each -> !disturbances.cutPods().contains(each.path()))
                .flatMap(each -> each.request(request));
    }

    void lookAtAll() {
        List.copyOf(running.values()).forEach(PodRuntime::changed);
    }

    /** All processes of a node are dead; its pods stay as the API last saw them. */
    void nodeLost(String node) {
        for (PodRuntime each : List.copyOf(running.values())) {
            if (each.nodeName().equals(node)) {
                forget(each.pod().key(), each);
                each.vanish();
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
    public void opened(PodRuntime pod, List<Integer> ports) {
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
        return cluster.get(Kinds.NODE, "", node)
                .map(found -> found.path("status")
                        .path("addresses")
                        .path(0)
                        .path("address")
                        .asText(node))
                .orElse(node);
    }
}
