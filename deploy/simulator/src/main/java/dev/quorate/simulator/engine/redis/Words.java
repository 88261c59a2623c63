package dev.quorate.simulator.engine.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
 * number, null, an array, {@code {"status": "OK"}}, or {@code {"error": "…"}}. An array of arrays is several commands that wait for
 * no answer between them, and the reply is that of each.
 *
 * @param together whether there are several, or might have been
 * @param spoke when the connection said its last word before this; empty for one of its own
 * @param connection the number of the connection, where the program gives them one
 */
public record Words(List<List<String>> commands, boolean together, Optional<Instant> spoke, Optional<Long> connection) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SPOKE = "spoke=";
    private static final String CONNECTION = "connection=";
    private static final int GONE = 504;

    public static Words of(ProgramRequest request) {
        JsonNode body = request.method().equals("GET") ? path(request) : body(request.body());
        boolean together = body.path(0).isArray();
        List<List<String>> commands = new ArrayList<>();
        if (together) {
            body.forEach(command -> commands.add(words(command)));
        } else {
            commands.add(words(body));
        }
        Optional<Instant> spoke = said(request, SPOKE).map(Instant::parse);
        return new Words(commands, together, spoke, said(request, CONNECTION).map(Long::valueOf));
    }

    private static JsonNode path(ProgramRequest request) {
        ArrayNode words = JsonNodeFactory.instance.arrayNode();
        Arrays.stream(request.pathOnly().substring(1).split("/", -1))
                .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
                .forEach(words::add);
        return words;
    }

    private static List<String> words(JsonNode command) {
        List<String> words = new ArrayList<>();
        command.forEach(word -> words.add(word.asText()));
        return words;
    }

    private static Optional<String> said(ProgramRequest request, String what) {
        return Optional.of(request.query())
                .filter(query -> query.startsWith(what))
                .map(query -> query.substring(what.length()));
    }

    private static JsonNode body(String text) {
        try {
            return JSON.readTree(text.isBlank() ? "[]" : text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a command of Redis is a JSON array of words: " + text, e);
        }
    }

    public ProgramReply answer(Function<List<String>, JsonNode> program) {
        List<JsonNode> answers = commands.stream()
                .map(words -> words.isEmpty() ? error("ERR empty command") : program.apply(words))
                .toList();
        JsonNode reply = together ? JsonNodeFactory.instance.arrayNode().addAll(answers) : answers.get(0);
        return ProgramReply.json(200, reply.toString());
    }

    public static ProgramReply closed() {
        return ProgramReply.text(GONE, "");
    }

    public static JsonNode error(String sentence) {
        return JsonNodeFactory.instance.objectNode().put("error", sentence);
    }

    /** Clients ask first which version of the protocol is spoken; it is the second here. */
    public static JsonNode hello(List<String> words, String mode) {
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

    public static JsonNode ok() {
        return JsonNodeFactory.instance.objectNode().put("status", "OK");
    }
}
