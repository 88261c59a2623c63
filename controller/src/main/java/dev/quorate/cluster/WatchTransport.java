package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/** The wire for watches, whose answers are streams. */
public interface WatchTransport {

    /**
     * Opens a watch. A refusal is a stream too: of one event of type {@code ERROR}, as a watch that runs ends.
     *
     * @param silence how long nothing may come before the connection is taken for dead
     * @param owners whether somebody asks who set which field; {@code managedFields} is often most of an object
     */
    Stream watch(ApiRequest request, Duration silence, boolean owners) throws ClusterException;

    /** Events as the API server writes them: {@code type} and {@code object}. */
    interface Stream extends AutoCloseable {

        /** Blocks for the next event; empty when the watch has ended in good order, or was cancelled. */
        Optional<JsonNode> next() throws ClusterException;

        /** From any thread: wakes the one who waits. */
        void cancel();

        /** By the thread that reads. */
        @Override
        void close();
    }
}
