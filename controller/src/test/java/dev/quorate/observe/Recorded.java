package dev.quorate.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Objects as a real API server (v1.36) gave them, without managedFields and volumes. */
final class Recorded {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Recorded() {}

    static Manifest object(String name) {
        try (InputStream in = Objects.requireNonNull(Recorded.class.getResourceAsStream("recorded-objects.jsonl"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                JsonNode recorded = JSON.readTree(line);
                if (recorded.path("case").asText().equals(name)) {
                    return new Manifest((ObjectNode) recorded.get("object"));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("recorded-objects.jsonl is not readable", e);
        }
        throw new IllegalArgumentException("no recorded object " + name);
    }
}
