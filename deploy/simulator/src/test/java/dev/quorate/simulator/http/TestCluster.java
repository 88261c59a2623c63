package dev.quorate.simulator.http;

import dev.quorate.simulator.api.ApiReply;
import dev.quorate.simulator.api.ApiRequest;
import dev.quorate.simulator.api.ApiServer;
import dev.quorate.simulator.api.Types;
import dev.quorate.simulator.store.MemoryStore;
import dev.quorate.simulator.store.SeededUids;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;

/** An API server with a default namespace on a free port. */
final class TestCluster implements AutoCloseable {

    final ReentrantLock lock = new ReentrantLock();
    final MemoryStore store;
    final ApiServer api;
    final HttpFace face;

    TestCluster() {
        InstantSource clock = InstantSource.system();
        Types types = Types.create();
        SeededUids uids = new SeededUids(new Random(1));
        store = new MemoryStore(clock, uids, types.ownership(), MemoryStore.HISTORY);
        api = new ApiServer(store, types, clock, new Random(2), uids);
        face = HttpFace.start(api, lock, PodNetwork.LOOPBACK);
        send("POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"default\"}}");
    }

    ApiReply send(String method, String target, String body) {
        lock.lock();
        try {
            return api.handle(ApiRequest.json(method, target, body));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        face.close();
    }
}
