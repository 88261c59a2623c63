package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.Schedule;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import java.util.Optional;

/** The node as one of its pods sees it. */
record NodeOfPod(
        Cluster cluster, Volumes volumes, Disturbances disturbances, ContainerLogs logs, PodIndex index, Pod first)
        implements PodHost {

    static String hostAddress(Cluster cluster, String node) {
        return cluster.get(Kinds.NODE, "", node)
                .map(found -> found.path("status")
                        .path("addresses")
                        .path(0)
                        .path("address")
                        .asText(node))
                .orElse(node);
    }

    @Override
    public ObjectNode pod() {
        return first.tree();
    }

    @Override
    public Schedule schedule() {
        return cluster.schedule();
    }

    @Override
    public Delays delays() {
        return cluster.delays();
    }

    @Override
    public Optional<ObjectNode> get(Kind kind, String name) {
        return cluster.get(kind, first.namespace(), name);
    }

    @Override
    public Optional<Volume> volume(String claim) {
        return get(Kinds.CLAIM, claim)
                .map(found -> found.path("spec").path("volumeName").asText())
                .filter(name -> !name.isEmpty())
                .map(volumes::persistent);
    }

    @Override
    public String hostAddress() {
        return hostAddress(cluster, node());
    }

    @Override
    public void report(PodStatus status) {
        current().ifPresent(pod -> cluster.writeStatus(pod.key(), Cluster.KUBELET, status.json(pod, cluster.now())));
    }

    @Override
    public void event(String reason, String message) {
        cluster.events().normal(new Events.Source("kubelet", node()), first.tree(), reason, message);
    }

    @Override
    public void warning(String reason, String message) {
        cluster.events().warning(new Events.Source("kubelet", node()), first.tree(), reason, message);
    }

    @Override
    public ContainerLog beginLog(String container) {
        return logs.begin(first.key(), container);
    }

    @Override
    public void gone() {
        current().ifPresent(pod -> cluster.remove(pod.key()));
    }

    @Override
    public boolean cutOff() {
        return disturbances.cutPods().contains(first.path());
    }

    @Override
    public boolean forcedUnready(String image) {
        return disturbances.unready(first.path(), image);
    }

    @Override
    public boolean imageMissing(String image) {
        return disturbances.imageMissing(image);
    }

    private Optional<Pod> current() {
        return index.get(first.namespace(), first.name())
                .filter(pod -> pod.uid().equals(first.uid()));
    }

    private String node() {
        return first.node().orElse("");
    }
}
