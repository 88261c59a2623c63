package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.patch.MergePatch;
import dev.quorate.simulator.store.MemoryStore;
import dev.quorate.simulator.store.SeededUids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends the requests of a recording to a fresh server. What the real server chose (uids, versions, generated names, tokens)
 * is learned from each pair of answers and exchanged in the requests that follow.
 */
final class Replay {

    private static final Pattern QUERY_VERSION = Pattern.compile("(resourceVersion=)(\\d+)");
    private static final Pattern BODY_VERSION = Pattern.compile("(\"resourceVersion\":\")(\\d+)(\")");

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, String> versions = new HashMap<>();
    private final Map<String, ObjectNode> corrections = Transcript.corrections();
    private final String number;
    private final ApiServer server;
    private final Instant start;
    private Instant now;

    Replay(Transcript transcript) {
        this.number = transcript.number();
        this.start = transcript.start();
        this.now = start;
        Types types = Types.create();
        SeededUids uids = new SeededUids(new Random(1));
        MemoryStore store = new MemoryStore(() -> now, uids, types.ownership(), MemoryStore.HISTORY);
        server = new ApiServer(store, types, () -> now, new Random(2), uids);
        for (String namespace : namespaces(transcript)) {
            String body = "{\"metadata\":{\"name\":\"" + namespace + "\"}}";
            String agent = namespace.startsWith("tr-") ? "recorder" : "kube-apiserver";
            Map<String, String> headers = Map.of("user-agent", agent);
            server.handle(ApiRequest.of("POST", "/api/v1/namespaces", headers, body));
        }
        compactedPast(store);
    }

    /** Those of every cluster, and the recorder's own if it did not make a recording of that. */
    private static List<String> namespaces(Transcript transcript) {
        List<String> names = new ArrayList<>(List.of("default", "kube-node-lease", "kube-public", "kube-system"));
        boolean recorded = transcript.lines().stream()
                .anyMatch(line -> line.path("path").asText().equals("/api/v1/namespaces"));
        if (!recorded) {
            names.add("tr-" + transcript.number());
        }
        return names;
    }

    /** The real server had long compacted the versions with one digit. */
    private static void compactedPast(MemoryStore store) {
        store.compact();
    }

    /** What is different in the answer to one exchange, if anything. */
    Optional<String> compare(JsonNode exchange, boolean withoutEffect) {
        ApiReply reply = send(exchange, withoutEffect, UnaryOperator.identity());
        JsonNode expected = exchange.path("respBody");
        if (expected.has("_cut") || expected.has("_file")) {
            expected = reply.body();
        }
        if (reply.status() != exchange.path("status").asInt()) {
            return Optional.of("status " + exchange.path("status") + " expected, got " + reply.status() + " "
                    + shortened(reply.body().toString()));
        }
        Optional<String> warnings = warnings(exchange, reply);
        return warnings.isPresent() ? warnings : Masks.difference(Served.only(expected, reply.body()), reply.body());
    }

    /** The answer to one exchange, in another form than it was recorded in. */
    ApiReply send(JsonNode exchange, boolean withoutEffect, UnaryOperator<ApiRequest> form) {
        now = start.plusMillis(exchange.path("t_ms").asLong());
        ApiReply reply = server.handle(form.apply(request(exchange, withoutEffect)));
        learn(exchange.path("respBody"), reply.body());
        return reply;
    }

    /** Opens a watch as the recorder did; it goes on while the exchanges that follow are replayed. */
    Watch open(JsonNode line) {
        now = start.plusMillis(line.path("t_ms").asLong());
        String target = QUERY_VERSION
                .matcher(replace(line.path("watch").asText()))
                .replaceAll(found -> found.group(1) + version(found.group(2)));
        String accept = line.path("accept").asText("application/json");
        return server.open(ApiRequest.of("GET", target, Map.of("accept", accept), ""));
    }

    /** How the events differ from those recorded, bookmarks apart; the recording may have ended first. */
    static Optional<String> compareEvents(JsonNode line, Watch watch) {
        List<JsonNode> expected = new ArrayList<>();
        line.path("events").forEach(event -> {
            if (!event.path("type").asText().equals("BOOKMARK")) {
                expected.add(event);
            }
        });
        List<WatchEvent> actual = watch.take().stream()
                .filter(event -> !event.type().equals("BOOKMARK"))
                .toList();
        if (actual.size() < expected.size()) {
            return Optional.of(expected.size() + " events expected, got " + actual.size());
        }
        for (int i = 0; i < expected.size(); i++) {
            JsonNode event = expected.get(i);
            WatchEvent got = actual.get(i);
            Optional<String> difference = event.path("type").asText().equals(got.type())
                    ? Masks.difference(event.path("object"), got.object())
                    : Optional.of(event.path("type") + " expected, got " + got.type());
            if (difference.isPresent()) {
                return Optional.of("event " + i + " " + difference.get());
            }
        }
        return Optional.empty();
    }

    private ApiRequest request(JsonNode exchange, boolean withoutEffect) {
        Map<String, String> headers = new HashMap<>();
        headers.put("User-Agent", "recorder/1.0");
        exchange.path("reqHeaders").properties().forEach(header -> {
            if (!header.getValue().isNull()) {
                headers.put(header.getKey(), header.getValue().asText());
            }
        });
        String path = replace(Generated.path(exchange.path("path").asText()));
        String target = withoutEffect ? path + (path.contains("?") ? "&" : "?") + "dryRun=All" : path;
        Matcher matcher = QUERY_VERSION.matcher(target);
        String translated = matcher.replaceAll(found -> found.group(1) + version(found.group(2)));
        return ApiRequest.of(exchange.path("method").asText(), translated, headers, body(corrected(exchange)));
    }

    /** The recorder showed some bodies as they were after it had changed them for a later request. */
    private JsonNode corrected(JsonNode exchange) {
        JsonNode body = exchange.path("reqBody");
        ObjectNode correction =
                corrections.get(number + "#" + exchange.path("seq").asText());
        return correction == null ? body : MergePatch.apply(body, correction);
    }

    private String body(JsonNode body) {
        if (body.isMissingNode() || body.isNull()) {
            return "";
        }
        if (body.has("_generated")) {
            return Generated.body(body.path("_generated").asText());
        }
        String text = replace(body.isTextual() ? body.asText() : body.toString());
        return BODY_VERSION
                .matcher(text)
                .replaceAll(found -> found.group(1) + version(found.group(2)) + found.group(3));
    }

    private String replace(String text) {
        String replaced = text;
        for (Map.Entry<String, String> pair : texts.entrySet()) {
            replaced = replaced.replace(pair.getKey(), pair.getValue());
        }
        return replaced;
    }

    private String version(String recorded) {
        return versions.getOrDefault(recorded, recorded);
    }

    private void learn(JsonNode expected, JsonNode actual) {
        if (expected instanceof ObjectNode) {
            for (String field : List.of("uid", "continue", "serverRelativeURL")) {
                pair(expected.path(field), actual.path(field), texts);
            }
            if (expected.path("metadata").has("generateName")) {
                pair(
                        expected.path("metadata").path("name"),
                        actual.path("metadata").path("name"),
                        texts);
            }
            pair(expected.path("resourceVersion"), actual.path("resourceVersion"), versions);
            expected.properties().forEach(field -> learn(field.getValue(), actual.path(field.getKey())));
        } else if (expected.isArray()) {
            for (int i = 0; i < expected.size(); i++) {
                learn(expected.path(i), actual.path(i));
            }
        }
    }

    private static void pair(JsonNode expected, JsonNode actual, Map<String, String> into) {
        if (expected.isTextual() && actual.isTextual() && expected.asText().length() > 1) {
            into.putIfAbsent(expected.asText(), actual.asText());
        } else if (expected.isTextual() && actual.isTextual()) {
            into.put(expected.asText(), actual.asText());
        }
    }

    private static Optional<String> warnings(JsonNode exchange, ApiReply reply) {
        JsonNode expected = exchange.path("respHeaders").path("warning");
        List<String> actual = reply.headers().getOrDefault("warning", List.of());
        int count = expected.isArray() ? expected.size() : expected.isTextual() ? 1 : 0;
        return count == actual.size()
                ? Optional.empty()
                : Optional.of("warnings " + expected + " expected, got " + actual);
    }

    static String shortened(String text) {
        return text.length() > 600 ? text.substring(0, 600) + "…" : text;
    }
}
