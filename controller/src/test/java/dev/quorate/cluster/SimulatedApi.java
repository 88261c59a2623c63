package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.simulator.api.ApiServer;
import dev.quorate.simulator.api.Types;
import dev.quorate.simulator.api.Watch;
import dev.quorate.simulator.api.WatchEvent;
import dev.quorate.simulator.store.MemoryStore;
import dev.quorate.simulator.store.SeededUids;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The simulated API server in this process, behind our ports: no socket, one lock. */
final class SimulatedApi implements ApiTransport, WatchTransport {

    private final ApiServer server;

    SimulatedApi() {
        Types types = Types.create();
        SeededUids uids = new SeededUids(new Random(1));
        MemoryStore store = new MemoryStore(InstantSource.system(), uids, types.ownership(), MemoryStore.HISTORY);
        server = new ApiServer(store, types, InstantSource.system(), new Random(2), uids);
    }

    @Override
    public synchronized ApiReply send(ApiRequest request) {
        var reply = server.handle(wire(request));
        return new ApiReply(reply.status(), Optional.empty(), reply.body());
    }

    @Override
    public synchronized Stream watch(ApiRequest request, Duration silence, boolean owners) {
        return new Events(server.open(wire(request)));
    }

    private static dev.quorate.simulator.api.ApiRequest wire(ApiRequest request) {
        return dev.quorate.simulator.api.ApiRequest.of(
                request.method(),
                request.target(),
                Map.of("Content-Type", request.contentType()),
                request.body().map(JsonNode::toString).orElse(""));
    }

    private final class Events implements Stream {
        private final Watch watch;
        private final Deque<WatchEvent> taken = new ArrayDeque<>();

        Events(Watch watch) {
            this.watch = watch;
            watch.whenReady(this::wake);
        }

        @Override
        public Optional<JsonNode> next() throws ClusterException {
            synchronized (SimulatedApi.this) {
                taken.addAll(watch.take());
                while (taken.isEmpty() && !watch.hasEnded()) {
                    await();
                    taken.addAll(watch.take());
                }
                return Optional.ofNullable(taken.poll())
                        .map(event -> JsonNodeFactory.instance
                                .objectNode()
                                .put("type", event.type())
                                .set("object", event.object()));
            }
        }

        private void await() throws ClusterException {
            try {
                SimulatedApi.this.wait();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
                throw new ClusterException(ClusterException.Reason.UNAVAILABLE, "interrupted");
            }
        }

        private void wake() {
            synchronized (SimulatedApi.this) {
                SimulatedApi.this.notifyAll();
            }
        }

        @Override
        public void cancel() {
            close();
        }

        @Override
        public void close() {
            synchronized (SimulatedApi.this) {
                watch.close();
                SimulatedApi.this.notifyAll();
            }
        }
    }
}
