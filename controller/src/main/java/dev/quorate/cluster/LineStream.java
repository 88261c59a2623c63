package dev.quorate.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.ClusterException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.Response;

/** A watch as it comes over the wire: one event a line. */
final class LineStream implements WatchTransport.Stream {

    private static final JsonMapper JSON = new JsonMapper();

    private final Call call;
    private final Response response;
    private final boolean owners;
    private final InputStream lines;
    private Optional<JsonParser> parser = Optional.empty();
    private volatile boolean cancelled;

    LineStream(Call call, Response response, boolean owners) {
        this.call = call;
        this.response = response;
        this.owners = owners;
        this.lines = response.body().byteStream();
    }

    @Override
    public Optional<JsonNode> next() throws ClusterException {
        try {
            JsonParser events = parser();
            return events.nextToken() == null ? Optional.empty() : Optional.of(JSON.readTree(events));
        } catch (IOException broken) {
            if (cancelled) {
                return Optional.empty();
            }
            throw new ClusterException(
                    Reason.UNAVAILABLE,
                    "watch " + call.request().url().encodedPath() + ": the connection broke: " + broken.getMessage());
        }
    }

    /** One for the whole stream, from its bytes: a controller of many apps reads more events than anything else. */
    private JsonParser parser() throws IOException {
        if (parser.isEmpty()) {
            JsonParser whole = JSON.createParser(lines);
            parser = Optional.of(owners ? whole : new OwnersSkipped(whole));
        }
        return parser.get();
    }

    @Override
    public void cancel() {
        cancelled = true;
        call.cancel();
    }

    @Override
    public void close() {
        call.cancel();
        response.close();
    }

    /** A watch that was refused. */
    static final class Refusal implements WatchTransport.Stream {

        private Optional<JsonNode> event;

        Refusal(ApiReply reply) {
            ObjectNode status = reply.body() instanceof ObjectNode object
                    ? object
                    : JsonNodeFactory.instance
                            .objectNode()
                            .put("message", reply.body().asText());
            status.put("code", reply.status());
            ObjectNode error = JsonNodeFactory.instance.objectNode().put("type", "ERROR");
            this.event = Optional.of(error.set("object", status));
        }

        @Override
        public Optional<JsonNode> next() {
            Optional<JsonNode> only = event;
            event = Optional.empty();
            return only;
        }

        @Override
        public void cancel() {
            event = Optional.empty();
        }

        @Override
        public void close() {
            event = Optional.empty();
        }
    }
}
