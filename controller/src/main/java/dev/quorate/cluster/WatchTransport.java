package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/** The wire for watches, whose answers are streams. */
public interface WatchTransport {

    /**
     * Opens a watch.
     *
     * @param silence how long nothing may come before the connection is taken for dead
     */
    Stream watch(ApiRequest request, Duration silence) throws ClusterException;

    /** Events as the API server writes them: {@code type} and {@code object}. */
    interface Stream extends AutoCloseable {

        /** Blocks for the next event; empty when the watch has ended in good order. */
        Optional<JsonNode> next() throws ClusterException;

        @Override
        void close();
    }
}
