package dev.quorate.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.RealCluster;
import dev.quorate.simulator.Simulator;
import dev.quorate.simulator.api.ApiReply;
import dev.quorate.simulator.api.ApiRequest;
import dev.quorate.simulator.behaviour.Programs;
import dev.quorate.simulator.http.FaceFaults;
import dev.quorate.simulator.store.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The simulated cluster, its API on a real port and its members on loopback addresses, and what befalls its API server. */
final class SoakCluster implements AutoCloseable {
    static final String KUBECONFIG = "kubeconfig";
    static final String SYSTEM = "quorate-system";
    private static final int ETCD = 2379;
    static final String STRANGER = "stranger";
    private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/" + SYSTEM + "/leases/";
    private static final String MIRRORS = "/apis/quorate.dev/v1alpha1/namespaces/" + App.NAMESPACE + "/statefulapps/";
    private static final String SETS = "/apis/apps/v1/namespaces/" + App.NAMESPACE + "/statefulsets/";
    private static final String PODS = "/api/v1/namespaces/" + App.NAMESPACE + "/pods?labelSelector=quorate.dev/app%3D";

    /** Written for every step, by the controller alone. */
    private static final Set<String> WRITTEN = Set.of("StatefulApp", "ConfigMap");

    private final RealCluster cluster = Simulator.real();
    private final AtomicLong writes = new AtomicLong();
    private Optional<RealMembers> real = Optional.empty();

    private SoakCluster() {}

    /** @param etcd the program that its members are; simulated where there is none */
    static SoakCluster start(Path folder, Optional<Path> etcd) throws IOException {
        SoakCluster soak = new SoakCluster();
        try {
            soak.cluster.http().writeKubeconfig(folder.resolve(KUBECONFIG));
            if (etcd.isPresent()) {
                soak.runReal(RealMembers.create(etcd.get(), folder.resolve("members"), soak::pod));
            }
            soak.locked(() -> soak.cluster.simulator().store().subscribe(soak::count));
            soak.createNamespace(SYSTEM);
            soak.createNamespace(App.NAMESPACE);
            return soak;
        } catch (IOException | RuntimeException e) {
            soak.close();
            throw e;
        }
    }

    private void runReal(RealMembers members) {
        real = Optional.of(members);
        locked(() -> cluster.simulator().behaviours().programs().register(Programs.command("etcd"), members::member));
    }

    private void count(Change change) {
        if (WRITTEN.contains(change.key().kind().kind())) {
            writes.incrementAndGet();
        }
    }

    private void createNamespace(String name) {
        ObjectNode namespace = JsonNodeFactory.instance.objectNode();
        namespace.put("apiVersion", "v1").put("kind", "Namespace");
        namespace.putObject("metadata").put("name", name);
        handle(ApiRequest.json("POST", "/api/v1/namespaces", namespace.toString()));
    }

    /** How often the controller has written what it writes for a step. */
    long writes() {
        return writes.get();
    }

    Optional<JsonNode> mirror(App app) {
        return get(MIRRORS + app.title());
    }

    Optional<JsonNode> set(App app) {
        return get(SETS + app.title());
    }

    List<JsonNode> pods(App app) {
        List<JsonNode> pods = new ArrayList<>();
        get(PODS + app.title()).ifPresent(list -> list.path("items").forEach(pods::add));
        return pods;
    }

    /** Where its members serve clients. */
    List<String> addresses(App app) {
        return pods(app).stream()
                .map(pod -> pod.at("/status/podIP").asText())
                .filter(address -> !address.isEmpty())
                .map(address -> address + ":" + ETCD)
                .toList();
    }

    /** Everything that a person would look at when something is wrong. */
    List<JsonNode> objects() {
        List<JsonNode> objects = new ArrayList<>();
        for (App app : App.ALL) {
            mirror(app).ifPresent(objects::add);
            set(app).ifPresent(objects::add);
            objects.addAll(pods(app));
        }
        get("/api/v1/namespaces/" + App.NAMESPACE + "/configmaps").ifPresent(objects::add);
        get(LEASES).ifPresent(objects::add);
        return objects;
    }

    FaceFaults faults() {
        return cluster.http().faults();
    }

    void cutWatches() {
        cluster.http().dropWatches();
    }

    void goDown() {
        cluster.http().goDown();
    }

    /** On the same port, with all objects and no memory of their changes: who watched gets 410. */
    void comeBack() {
        locked(() -> cluster.simulator().faults().forgetHistory());
        cluster.http().comeBack();
    }

    /** Who holds the lease, or held it last. */
    Optional<String> holder(String lease) {
        return get(LEASES + lease).map(live -> live.at("/spec/holderIdentity").asText());
    }

    /** Somebody else has taken the lease just now, and its clock is off. */
    void giveLeaseToStranger(String lease, Duration clockOff) {
        locked(() -> get(LEASES + lease).ifPresent(live -> {
            ObjectNode taken = live.deepCopy();
            Instant then = Instant.now().plus(clockOff).truncatedTo(ChronoUnit.MICROS);
            taken.withObject("/spec").put("holderIdentity", STRANGER).put("renewTime", then.toString());
            handle(ApiRequest.json("PUT", LEASES + lease, taken.toString()));
        }));
    }

    private JsonNode pod(String namespace, String name) {
        return get("/api/v1/namespaces/" + namespace + "/pods/" + name).orElseThrow();
    }

    private Optional<JsonNode> get(String path) {
        ApiReply reply = handle(ApiRequest.get(path));
        return reply.isError() ? Optional.empty() : Optional.of(reply.body());
    }

    private ApiReply handle(ApiRequest request) {
        return cluster.locked(() -> cluster.simulator().api().handle(request));
    }

    private void locked(Runnable work) {
        cluster.locked(() -> {
            work.run();
            return true;
        });
    }

    @Override
    public void close() {
        cluster.close();
        real.ifPresent(RealMembers::close);
    }
}
