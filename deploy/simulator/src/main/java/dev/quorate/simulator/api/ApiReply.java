package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One HTTP answer.
 *
 * @param body a tree, which must not be changed; a text node stands for a body that is that text
 */
public record ApiReply(int status, Map<String, List<String>> headers, JsonNode body) {

    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";

    public static ApiReply json(int status, JsonNode body) {
        return new ApiReply(status, Map.of("content-type", List.of(JSON)), body);
    }

    public static ApiReply text(int status, String body) {
        return new ApiReply(status, Map.of("content-type", List.of(TEXT)), TextNode.valueOf(body));
    }

    /** A failure with a Status body. */
    public static ApiReply failure(int code, String reason, String message) {
        return json(code, Status.failed(code, reason, message));
    }

    static ApiReply of(int status, String contentType, JsonNode body) {
        return new ApiReply(status, Map.of("content-type", List.of(contentType)), body);
    }

    public boolean isError() {
        return status >= 400;
    }

    public byte[] bytes() {
        return Json.bytes(body);
    }

    ApiReply with(String header, List<String> values) {
        if (values.isEmpty()) {
            return this;
        }
        Map<String, List<String>> all = new LinkedHashMap<>(headers);
        List<String> present = new ArrayList<>(all.getOrDefault(header, List.of()));
        present.addAll(values);
        all.put(header, List.copyOf(present));
        return new ApiReply(status, Map.copyOf(all), body);
    }
}
