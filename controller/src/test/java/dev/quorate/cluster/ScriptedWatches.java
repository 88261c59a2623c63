package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.cluster.ClusterException.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Watches that tell what they were given, lasting as long on the fake clock as they were told to. */
final class ScriptedWatches implements WatchTransport {

    final List<ApiRequest> opened = new ArrayList<>();
    private final Deque<Stream> streams = new ArrayDeque<>();
    private final FakeClock clock;

    ScriptedWatches(FakeClock clock) {
        this.clock = clock;
    }

    /** Ends in good order after its events. */
    void watch(Duration lasts, JsonNode... events) {
        streams.add(new Script(lasts, List.of(events), Optional.empty()));
    }

    void broken(Duration lasts, JsonNode... events) {
        ClusterException why = new ClusterException(Reason.UNAVAILABLE, "the connection broke");
        streams.add(new Script(lasts, List.of(events), Optional.of(why)));
    }

    @Override
    public Stream watch(ApiRequest request, Duration silence, boolean owners) {
        opened.add(request);
        return streams.remove();
    }

    private final class Script implements Stream {
        private final Duration lasts;
        private final Deque<JsonNode> events;
        private final Optional<ClusterException> end;

        Script(Duration lasts, List<JsonNode> events, Optional<ClusterException> end) {
            this.lasts = lasts;
            this.events = new ArrayDeque<>(events);
            this.end = end;
        }

        @Override
        public Optional<JsonNode> next() throws ClusterException {
            if (!events.isEmpty()) {
                return Optional.of(events.remove());
            }
            clock.advance(lasts);
            if (end.isPresent()) {
                throw end.get();
            }
            return Optional.empty();
        }

        @Override
        public void cancel() {
            events.clear();
        }

        @Override
        public void close() {
            events.clear();
        }
    }
}
