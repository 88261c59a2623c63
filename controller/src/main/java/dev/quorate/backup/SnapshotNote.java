package dev.quorate.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What a snapshot is, in a small file beside it.
 *
 * @param name its time, so that names in order are snapshots in order
 * @param version of the engine that gave it
 * @param app {@code namespace/name}
 * @param revision the engine's own number of the newest change that is surely in it
 * @param sha256 of the whole file, in hexadecimal digits
 */
public record SnapshotNote(
        String name,
        String engine,
        String version,
        String app,
        Instant taken,
        long revision,
        long size,
        String sha256) {

    private static final int FORMAT = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    public static String name(Instant taken) {
        return NAME.format(taken);
    }

    byte[] write() {
        ObjectNode tree = JSON.createObjectNode();
        tree.put("format", FORMAT);
        tree.put("name", name);
        tree.put("engine", engine);
        tree.put("version", version);
        tree.put("app", app);
        tree.put("taken", taken.toString());
        tree.put("revision", revision);
        tree.put("size", size);
        tree.put("sha256", sha256);
        return (tree.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static SnapshotNote read(String key, byte[] bytes) throws IOException {
        try {
            JsonNode tree = JSON.readTree(bytes);
            if (tree.path("format").asInt() != FORMAT) {
                throw new IOException(key + " has the format '"
                        + tree.path("format").asText() + "', and this Quorate reads format " + FORMAT);
            }
            return new SnapshotNote(
                    tree.path("name").asText(),
                    tree.path("engine").asText(),
                    tree.path("version").asText(),
                    tree.path("app").asText(),
                    Instant.parse(tree.path("taken").asText()),
                    tree.path("revision").asLong(),
                    tree.path("size").asLong(-1),
                    tree.path("sha256").asText());
        } catch (JsonProcessingException | java.time.format.DateTimeParseException e) {
            throw new IOException(key + " is not what Quorate writes beside a snapshot: " + e.getMessage(), e);
        }
    }
}
