package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.Schedule;
import dev.quorate.simulator.autoscale.Settings;
import dev.quorate.simulator.load.Load;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Everything that acts on its own in the simulated cluster: controllers, scheduler and kubelets. Each marks what changed and
 * does its work later, on the schedule.
 */
public final class Behaviours {

    private static final int NODES = 5;

    private final Cluster cluster;
    private final PodIndex index = new PodIndex();
    private final ClaimUsers claimUsers = new ClaimUsers();
    private final NodeRequests requests = new NodeRequests();
    private final Volumes volumes = new Volumes();
    private final Disturbances disturbances = new Disturbances();
    private final Programs programs = new Programs();
    private final ContainerLogs logs = new ContainerLogs();
    private final Kubelet kubelet;
    private final NodeController nodes;
    private final PodEvictions evictions;
    private final Load load = new Load();
    private final PodMetrics metrics;
    private Settings autoscaling = Settings.USUAL;

    /** @param processes what runs the pods; they are simulated where it is absent */
    public Behaviours(
            Store store,
            Schedule schedule,
            Delays delays,
            Random random,
            Addresses addresses,
            PodListener listener,
            Optional<PodRuntime.Factory> processes) {
        cluster = new Cluster(store, schedule, delays, random);
        kubelet = new Kubelet(cluster, index, volumes, disturbances, logs, addresses, listener, processes, programs);
        nodes = new NodeController(cluster, index, disturbances);
        DisruptionController disruption = new DisruptionController(cluster, index);
        evictions = new PodEvictions(cluster, disruption);
        metrics = new PodMetrics(cluster, index, disturbances, load);
        List<Consumer<Change>> all = List.of(
                index::accept,
                claimUsers::accept,
                requests::accept,
                new StatefulSetController(cluster, index)::accept,
                new DeploymentController(cluster, index)::accept,
                new ReplicaSetController(cluster, index)::accept,
                new VolumeController(cluster, index, volumes, claimUsers)::accept,
                new Scheduler(cluster, index, claimUsers, requests)::accept,
                kubelet::accept,
                logs::accept,
                nodes::accept,
                new EndpointController(cluster, index)::accept,
                disruption::accept,
                new NamespaceController(cluster)::accept);
        all.forEach(store::subscribe);
        if (processes.isEmpty()) {
            store.subscribe(new SimulatedLogs(cluster, logs)::accept);
        }
    }

    /** Lets autoscalers work; without this nobody looks at them. */
    public void autoscalers(ScaleTargets targets) {
        AutoscalerController autoscalers =
                new AutoscalerController(cluster, index, metrics, targets, () -> autoscaling);
        cluster.store().subscribe(autoscalers::accept);
    }

    /** The flags of all autoscalers from now on. */
    public void autoscaling(Settings settings) {
        autoscaling = settings;
    }

    /** What is asked of the pods. */
    public Load load() {
        return load;
    }

    /** What was measured of a pod, in the words of metrics.k8s.io; absent where nothing was. */
    public Optional<ObjectNode> metrics(String namespace, String pod) {
        return index.get(namespace, pod).flatMap(metrics::ofPod);
    }

    /** Nodes, the default storage class and the namespaces that every cluster has. */
    public void furnish() {
        for (String name : List.of("default", "kube-system", "kube-public", "kube-node-lease")) {
            cluster.store().create(Kinds.NAMESPACE, namespace(name), Store.Writer.of(Cluster.API_SERVER));
        }
        for (int i = 1; i <= NODES; i++) {
            String zone = "zone-" + (char) ('a' + (i - 1) % 3);
            cluster.store()
                    .create(
                            Kinds.NODE,
                            NodeStatus.node("node-" + i, "10.89.0." + i, zone, cluster.timestamp()),
                            Store.Writer.of(Cluster.KUBELET));
        }
        cluster.store().create(Kinds.STORAGE_CLASS, storageClass(), Store.Writer.of(Cluster.API_SERVER));
    }

    private static ObjectNode namespace(String name) {
        ObjectNode namespace = JsonNodeFactory.instance.objectNode();
        namespace.put("kind", "Namespace").put("apiVersion", "v1");
        namespace.putObject("metadata").put("name", name).putObject("labels").put("kubernetes.io/metadata.name", name);
        namespace.putObject("spec").putArray("finalizers").add("kubernetes");
        namespace.putObject("status").put("phase", "Active");
        return namespace;
    }

    private static ObjectNode storageClass() {
        ObjectNode storageClass = JsonNodeFactory.instance.objectNode();
        storageClass.put("kind", "StorageClass").put("apiVersion", "storage.k8s.io/v1");
        storageClass
                .putObject("metadata")
                .put("name", "standard")
                .putObject("annotations")
                .put("storageclass.kubernetes.io/is-default-class", "true");
        storageClass.put("provisioner", VolumeController.PROVISIONER).put("reclaimPolicy", "Delete");
        storageClass.put("allowVolumeExpansion", true).put("volumeBindingMode", "WaitForFirstConsumer");
        return storageClass;
    }

    public Programs programs() {
        return programs;
    }

    public Disturbances disturbances() {
        return disturbances;
    }

    public PodEvictions evictions() {
        return evictions;
    }

    /** Asks a pod by its address; absent where nothing listens or nobody can get there. */
    public Optional<ProgramReply> request(String address, ProgramRequest request) {
        return kubelet.request(address, request);
    }

    /** What a container has written; absent for one that did not start or, for the previous one, was not started again. */
    public Optional<ContainerLog> log(String namespace, String pod, String container, boolean previous) {
        return logs.log(new Key(Kinds.POD, namespace, pod), container, previous);
    }

    /** Runs a command in a container; absent where it does not run. */
    public Optional<Execution> execute(
            String namespace, String pod, String container, List<String> command, Optional<String> input) {
        return kubelet.runtime(new Key(Kinds.POD, namespace, pod))
                .flatMap(each -> each.execute(container, command, input));
    }

    public boolean runs(String namespace, String pod, String container) {
        return kubelet.runtime(new Key(Kinds.POD, namespace, pod))
                .filter(each -> each.runs(container))
                .isPresent();
    }

    /** The addresses that the cluster's DNS has for a full name; absent where there is no such name. */
    public Optional<List<String>> resolve(String name) {
        return new ServiceNames(cluster).resolve(name);
    }

    /** The main container of a pod ends, as if its process had. */
    public void exitContainer(String namespace, String pod, ContainerFault.Crashes crash) {
        kubelet.runtime(new Key(Kinds.POD, namespace, pod))
                .ifPresent(runtime -> runtime.exit(crash.exitCode(), crash.reason()));
    }

    /** Lets the kubelets look at all probes and init containers again. */
    public void lookAtAll() {
        kubelet.lookAtAll();
    }

    /** Lets the kubelet look at a pod's probe or init containers again. */
    public void look(String namespace, String pod) {
        kubelet.runtime(new Key(Kinds.POD, namespace, pod)).ifPresent(PodRuntime::changed);
    }

    /** A pod was cut off from the network, or is back. */
    public void connectionsChanged(String namespace, String pod) {
        kubelet.runtime(new Key(Kinds.POD, namespace, pod)).ifPresent(PodRuntime::connectionsChanged);
    }

    /** The content of the volume behind a claim; absent while it is not bound. */
    public Optional<Volume> volume(String namespace, String claim) {
        return cluster.get(Kinds.CLAIM, namespace, claim)
                .map(found -> found.path("spec").path("volumeName").asText())
                .filter(name -> !name.isEmpty())
                .map(volumes::persistent);
    }

    /** The pods that use a claim. */
    public List<String> podsUsing(String namespace, String claim) {
        return claimUsers.of(new Key(Kinds.CLAIM, namespace, claim)).stream()
                .map(Key::name)
                .toList();
    }

    /** What a node has to give from now on, in the form of its status.allocatable. */
    public void resizeNode(String node, String cpu, String memory) {
        cluster.store().get(new Key(Kinds.NODE, "", node)).ifPresent(found -> {
            ObjectNode status = found.path("status").deepCopy();
            status.withObjectProperty("allocatable").put("cpu", cpu).put("memory", memory);
            cluster.writeStatus(new Key(Kinds.NODE, "", node), Cluster.KUBELET, status);
        });
    }

    public void loseNode(String node) {
        if (disturbances.lostNodes().add(node)) {
            kubelet.nodeLost(node);
            nodes.lost(node);
        }
    }

    public void restoreNode(String node) {
        if (disturbances.lostNodes().remove(node)) {
            nodes.back(node);
            kubelet.nodeBack(node);
        }
    }
}
