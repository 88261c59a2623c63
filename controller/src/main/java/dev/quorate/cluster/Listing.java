package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All objects of a kind that a selector finds, read consistently and page by page.
 *
 * @param version the resourceVersion at which they were read: a watch goes on from here
 */
record Listing(List<ObjectNode> items, String version) {

    private static final String PAGE = "500";
    private static final int GONE = 410;

    static Listing read(ApiTransport transport, Kind kind, String path, String selector) throws ClusterException {
        Optional<Listing> listing = pages(transport, kind, path, selector, PAGE);
        // A continue token outlives some minutes only: without pages it cannot run out again.
        return listing.isPresent()
                ? listing.get()
                : pages(transport, kind, path, selector, "0").orElseThrow();
    }

    /** Empty when the next page is gone. */
    private static Optional<Listing> pages(
            ApiTransport transport, Kind kind, String path, String selector, String limit) throws ClusterException {
        List<ObjectNode> items = new ArrayList<>();
        String next = "";
        while (true) {
            ApiRequest request = ApiRequest.get(path, query(selector, limit, next));
            ApiReply reply = send(transport, request);
            if (reply.status() == GONE && !next.isEmpty()) {
                return Optional.empty();
            }
            if (!reply.ok()) {
                throw ReplyErrors.of("list " + kind.plural(), request, reply);
            }
            for (JsonNode item : reply.body().path("items")) {
                items.add(typed(kind, item));
            }
            next = reply.body().path("metadata").path("continue").asText();
            if (next.isEmpty()) {
                return Optional.of(new Listing(
                        items,
                        reply.body().path("metadata").path("resourceVersion").asText()));
            }
        }
    }

    private static ApiReply send(ApiTransport transport, ApiRequest request) throws ClusterException {
        try {
            return transport.send(request);
        } catch (ApiTransport.NoAnswer silence) {
            throw ReplyErrors.noAnswer("list " + request.path(), request, silence);
        }
    }

    private static Map<String, String> query(String selector, String limit, String next) {
        Map<String, String> query = new LinkedHashMap<>();
        if (!selector.isEmpty()) {
            query.put("labelSelector", selector);
        }
        query.put("limit", limit);
        if (!next.isEmpty()) {
            query.put("continue", next);
        }
        return query;
    }

    /** The items of a list leave out what they are. */
    private static ObjectNode typed(Kind kind, JsonNode item) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.title());
        object.setAll((ObjectNode) item);
        return object;
    }
}
