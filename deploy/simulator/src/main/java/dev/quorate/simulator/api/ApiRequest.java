package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.store.JsonCopy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request, as far as the API looks at it.
 *
 * @param path decoded, without the query
 * @param query the first value of each parameter
 * @param headers by lower-case name
 * @param body empty when there is none, or when it comes as a tree
 * @param tree the body of a caller in the same process, who needs no text
 */
public record ApiRequest(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        String body,
        Optional<JsonNode> tree) {

    public ApiRequest {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /** From a request line's target; header names may be written in any case. */
    public static ApiRequest of(String method, String target, Map<String, String> headers, String body) {
        return of(method, target, headers, body, Optional.empty());
    }

    /** With a JSON body that is not written as text; the tree stays the caller's. */
    public static ApiRequest of(String method, String target, Map<String, String> headers, JsonNode body) {
        return of(method, target, headers, "", Optional.of(JsonCopy.of(body)));
    }

    private static ApiRequest of(
            String method, String target, Map<String, String> headers, String body, Optional<JsonNode> tree) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        Map<String, String> lower = new LinkedHashMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return new ApiRequest(method, decode(path.replace("+", "%2B")), query(target, mark), lower, body, tree);
    }

    public static ApiRequest get(String target) {
        return of("GET", target, Map.of(), "");
    }

    public static ApiRequest json(String method, String target, String body) {
        return of(method, target, Map.of("content-type", "application/json"), body);
    }

    boolean hasBody() {
        return tree.isPresent() || !body.isEmpty();
    }

    /** The body as its sender would have written it. */
    String text() {
        return tree.map(JsonNode::toString).orElse(body);
    }

    /** The same question with another body. */
    ApiRequest instead(String otherMethod, JsonNode other) {
        Map<String, String> json = new LinkedHashMap<>(headers);
        json.put("content-type", "application/json");
        return new ApiRequest(otherMethod, path, query, json, "", Optional.of(other));
    }

    ApiRequest withQuery(Map<String, String> other) {
        return new ApiRequest(method, path, other, headers, body, tree);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** Also when the parameter is there without a value, as in {@code ?watch}. */
    boolean flag(String name) {
        return parameter(name)
                .filter(value -> !value.equals("false") && !value.equals("0"))
                .isPresent();
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    private static Map<String, String> query(String target, int mark) {
        Map<String, String> query = new LinkedHashMap<>();
        if (mark >= 0) {
            for (String pair : target.substring(mark + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                query.putIfAbsent(decode(name), decode(value));
            }
        }
        return query;
    }

    private static String decode(String text) {
        return text.indexOf('%') < 0 && text.indexOf('+') < 0 ? text : URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
