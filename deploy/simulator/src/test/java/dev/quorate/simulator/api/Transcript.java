package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** A recording of a real API server: the lines of one file, in the order in which they began. */
public record Transcript(String name, List<JsonNode> lines) {

    private static final Instant RECORDED = Instant.parse("2026-11-20T11:00:00Z");

    public static Transcript load(String name) {
        String file = "/transcripts/" + name + ".jsonl.gz";
        List<JsonNode> lines = new ArrayList<>();
        try (InputStream packed = Objects.requireNonNull(Transcript.class.getResourceAsStream(file), file);
                BufferedReader reader = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(Json.MAPPER.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
        return new Transcript(name, List.copyOf(lines));
    }

    /** Such as 02, which is also the end of the namespace's name. */
    public String number() {
        return name.substring(0, 2);
    }

    /** When the recording began, from the first object that it created; for one that creates nothing it does not matter. */
    Instant start() {
        for (JsonNode line : lines) {
            JsonNode created = line.path("respBody").path("metadata").path("creationTimestamp");
            if (line.path("status").asInt() == 201 && created.isTextual()) {
                return Instant.parse(created.asText())
                        .minusMillis(line.path("t_ms").asLong());
            }
        }
        return RECORDED;
    }

    static boolean isExchange(JsonNode line) {
        return line.has("method") && line.path("status").isNumber() && !line.has("statusLine");
    }

    /** What recorded bodies have to be patched with to be what was sent, by file and sequence number. */
    static Map<String, ObjectNode> corrections() {
        Map<String, ObjectNode> corrections = new LinkedHashMap<>();
        lines("/transcripts/corrections.txt").forEach((id, json) -> {
            try {
                corrections.put(id, (ObjectNode) Json.MAPPER.readTree(json));
            } catch (IOException e) {
                throw new UncheckedIOException(id, e);
            }
        });
        return corrections;
    }

    /** The reasons why exchanges are not compared, by file and sequence number. */
    public static Map<String, String> outOfScope() {
        return lines("/transcripts/out-of-scope.txt");
    }

    private static Map<String, String> lines(String file) {
        Map<String, String> texts = new LinkedHashMap<>();
        try (InputStream text = Objects.requireNonNull(Transcript.class.getResourceAsStream(file), file)) {
            for (String line : new String(text.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isBlank() && !line.startsWith("# ")) {
                    String[] parts = line.split(" ", 2);
                    texts.put(parts[0], parts[1]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
        return texts;
    }
}
