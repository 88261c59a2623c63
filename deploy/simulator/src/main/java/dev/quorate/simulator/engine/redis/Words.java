package dev.quorate.simulator.engine.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A command as it is asked for by HTTP: the words in the path, or in the body as a JSON array. The reply is JSON too: a text, a
 * number, null, an array, {@code {"status": "OK"}}, or {@code {"error": "…"}}.
 *
 * @param spoke when the connection said its last word before this; empty for one of its own
 */
record Words(List<String> words, Optional<Instant> spoke) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SPOKE = "spoke=";
    private static final int GONE = 504;

    static Words of(ProgramRequest request) {
        List<String> words = new ArrayList<>();
        if (request.method().equals("GET")) {
            Arrays.stream(request.pathOnly().substring(1).split("/", -1))
                    .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
                    .forEach(words::add);
        } else {
            body(request.body()).forEach(word -> words.add(word.asText()));
        }
        Optional<Instant> spoke = Optional.of(request.query())
                .filter(query -> query.startsWith(SPOKE))
                .map(query -> Instant.parse(query.substring(SPOKE.length())));
        return new Words(words, spoke);
    }

    private static JsonNode body(String text) {
        try {
            return JSON.readTree(text.isBlank() ? "[]" : text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a command of Redis is a JSON array of words: " + text, e);
        }
    }

    ProgramReply answer(Function<List<String>, JsonNode> program) {
        return ProgramReply.json(200, (words.isEmpty() ? error("ERR empty command") : program.apply(words)).toString());
    }

    static ProgramReply closed() {
        return ProgramReply.text(GONE, "");
    }

    static JsonNode error(String sentence) {
        return JsonNodeFactory.instance.objectNode().put("error", sentence);
    }

    /** Clients ask first which version of the protocol is spoken; it is the second here. */
    static JsonNode hello(List<String> words, String mode) {
        return words.size() > 1 && words.get(1).equals("2")
                ? JsonNodeFactory.instance
                        .arrayNode()
                        .add("server")
                        .add("redis")
                        .add("proto")
                        .add(2)
                        .add("mode")
                        .add(mode)
                : error("NOPROTO unsupported protocol version");
    }

    static JsonNode ok() {
        return JsonNodeFactory.instance.objectNode().put("status", "OK");
    }
}
