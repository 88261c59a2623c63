package dev.quorate.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.Types;
import dev.quorate.simulator.http.HttpFace;
import dev.quorate.simulator.http.PodNetwork;
import dev.quorate.simulator.store.MemoryStore;
import dev.quorate.simulator.store.SeededUids;
import dev.quorate.state.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;

/** The simulated API server on a port of its own, and the real client on the other side. */
final class SimulatedFace implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final MemoryStore store;
    private final HttpFace face;
    private final Path kubeconfig;
    private final ClientTransport client;
    private final List<ClientTransport> others = new ArrayList<>();

    SimulatedFace(Duration timeLimit) throws IOException, ClusterException {
        Types types = Types.create();
        SeededUids uids = new SeededUids(new Random(1));
        store = new MemoryStore(InstantSource.system(), uids, types.ownership(), MemoryStore.HISTORY);
        var api = new dev.quorate.simulator.api.ApiServer(store, types, InstantSource.system(), new Random(2), uids);
        face = HttpFace.start(api, lock, PodNetwork.LOOPBACK);
        kubeconfig = Files.createTempFile("quorate-", ".kubeconfig");
        face.writeKubeconfig(kubeconfig);
        client = client(kubeconfig, timeLimit);
    }

    HttpFace face() {
        return face;
    }

    ClientTransport client() {
        return client;
    }

    /** One that waits no longer for an answer. */
    ClientTransport client(Duration timeLimit) throws ClusterException {
        ClientTransport other = client(kubeconfig, timeLimit);
        others.add(other);
        return other;
    }

    private static ClientTransport client(Path kubeconfig, Duration timeLimit) throws ClusterException {
        return new ClientTransport(new ClusterAccess(Optional.of(kubeconfig), Optional.empty()), timeLimit);
    }

    void compact() {
        lock.lock();
        try {
            store.compact();
        } finally {
            lock.unlock();
        }
    }

    Manifest create(ObjectNode tree) throws ClusterException {
        tree.withObject("/metadata").remove("uid");
        tree.withObject("/metadata").remove("resourceVersion");
        return new ApiServer(client).create(new Manifest(tree));
    }

    @Override
    public void close() throws IOException {
        others.forEach(ClientTransport::close);
        client.close();
        face.close();
        Files.delete(kubeconfig);
    }
}
