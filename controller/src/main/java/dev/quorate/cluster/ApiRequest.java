package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One request to an API server. The body is shared with its maker and must not be changed.
 *
 * @param query decoded parameters in the order in which they are sent
 * @param contentType of the body; empty when there is none
 */
public record ApiRequest(
        String method, String path, Map<String, String> query, String contentType, Optional<JsonNode> body) {

    public static final String JSON = "application/json";
    public static final String APPLY = "application/apply-patch+yaml";
    public static final String JSON_PATCH = "application/json-patch+json";
    public static final String MERGE_PATCH = "application/merge-patch+json";

    public ApiRequest {
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    }

    static ApiRequest get(String path, Map<String, String> query) {
        return new ApiRequest("GET", path, query, "", Optional.empty());
    }

    /** @param target the path with a query that is encoded already */
    static ApiRequest get(String target) {
        return get(target, Map.of());
    }

    /** One parameter several times, encoded: a query of a map cannot hold that. */
    static String repeated(String name, List<String> values) {
        return values.stream().map(value -> name + "=" + encode(value)).collect(Collectors.joining("&"));
    }

    static ApiRequest post(String path, Map<String, String> query, JsonNode body) {
        return new ApiRequest("POST", path, query, JSON, Optional.of(body));
    }

    static ApiRequest put(String path, Map<String, String> query, JsonNode body) {
        return new ApiRequest("PUT", path, query, JSON, Optional.of(body));
    }

    static ApiRequest patch(String path, Map<String, String> query, String contentType, JsonNode body) {
        return new ApiRequest("PATCH", path, query, contentType, Optional.of(body));
    }

    static ApiRequest delete(String path, JsonNode options) {
        return new ApiRequest("DELETE", path, Map.of(), JSON, Optional.of(options));
    }

    /** Whether it can change anything. */
    public boolean writes() {
        return !method.equals("GET");
    }

    /** The path with its encoded query. */
    public String target() {
        if (query.isEmpty()) {
            return path;
        }
        return query.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&", path + "?", ""));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
