package dev.quorate.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.cli.CliException;
import dev.quorate.cluster.ApiRequest;
import dev.quorate.cluster.ClusterException;
import dev.quorate.cluster.WatchTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sees each write to a StatefulSet of ours when it happens, as anybody who watches does. */
final class SetWatch implements AutoCloseable {
    private static final String PATH = "/apis/apps/v1/statefulsets";
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private final WatchTransport transport;
    private final Thread thread = new Thread(this::follow, "bench-watch");
    private Optional<WatchTransport.Stream> open = Optional.empty();
    private Optional<Expected> expected = Optional.empty();
    private String version;
    private boolean closed;

    /** When the first and the last of the writes were seen that one had waited for. */
    record Written(Instant first, Instant last) {}

    /** Sets that have not the wanted size yet. */
    private static final class Expected {
        private final String namespace;
        private final int replicas;
        private final long after;
        private final Set<String> names;
        private Optional<Instant> first = Optional.empty();
        private Instant last = Instant.EPOCH;

        Expected(String namespace, Set<String> names, int replicas, long after) {
            this.namespace = namespace;
            this.names = new HashSet<>(names);
            this.replicas = replicas;
            this.after = after;
        }

        void seen(JsonNode set, Instant now) {
            JsonNode metadata = set.path("metadata");
            boolean meant = metadata.path("namespace").asText().equals(namespace)
                    && set.at("/spec/replicas").asInt() == replicas
                    && metadata.path("resourceVersion").asLong() > after;
            if (meant && names.remove(metadata.path("name").asText())) {
                first = first.or(() -> Optional.of(now));
                last = now;
            }
        }
    }

    private SetWatch(WatchTransport transport, String version) {
        this.transport = transport;
        this.version = version;
    }

    static SetWatch start(BenchCluster cluster) {
        JsonNode list = cluster.get(PATH);
        SetWatch watch = new SetWatch(
                cluster.transport(), list.at("/metadata/resourceVersion").asText());
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    /** @param after a version that the writes must be newer than */
    synchronized void expect(String namespace, Set<String> names, int replicas, long after) {
        expected = Optional.of(new Expected(namespace, names, replicas, after));
    }

    /** Waits until all that was expected was seen. */
    synchronized Written await(Patience patience) throws InterruptedException {
        long end = System.nanoTime() + patience.atMost().toNanos();
        Expected waited = expected.orElseThrow();
        while (!waited.names.isEmpty()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new CliException(waited.names.size() + " StatefulSets never came to " + waited.replicas
                        + " replicas, such as " + waited.names.iterator().next());
            }
            wait(left);
        }
        return new Written(waited.first.orElse(waited.last), waited.last);
    }

    private void follow() {
        while (!isClosed()) {
            try (WatchTransport.Stream stream = transport.watch(request(), SILENCE, false)) {
                opened(stream);
                Optional<JsonNode> event = stream.next();
                while (event.isPresent()) {
                    seen(event.get().path("object"));
                    event = stream.next();
                }
            } catch (ClusterException broken) {
                if (!isClosed()) {
                    throw new IllegalStateException("the bench's own watch broke", broken);
                }
            }
        }
    }

    private synchronized ApiRequest request() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("watch", "true");
        query.put("allowWatchBookmarks", "true");
        query.put("resourceVersion", version);
        return new ApiRequest("GET", PATH, query, "", Optional.empty());
    }

    private synchronized void opened(WatchTransport.Stream stream) {
        open = Optional.of(stream);
    }

    private synchronized void seen(JsonNode set) {
        version = set.at("/metadata/resourceVersion").asText();
        expected.ifPresent(wanted -> {
            wanted.seen(set, Instant.now());
            if (wanted.names.isEmpty()) {
                notifyAll();
            }
        });
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        open.ifPresent(WatchTransport.Stream::cancel);
    }
}
