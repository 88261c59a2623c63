package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** One scenario recorded from a real cluster: what was asked, and what the watches saw. */
record Recording(List<JsonNode> lines) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Recording read(String name) {
        String resource = "/transcripts/" + name + ".jsonl.gz";
        try (InputStream file = Objects.requireNonNull(Recording.class.getResourceAsStream(resource), resource);
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
            List<JsonNode> lines = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(JSON.readTree(line));
            }
            return new Recording(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The writes that were accepted and the commands that were run in pods, in their order. */
    List<JsonNode> writes() {
        return lines.stream()
                .filter(line -> line.has("requestLine") || acceptedWrite(line))
                .sorted(Comparator.comparingLong(line -> line.path("t_ms").asLong()))
                .toList();
    }

    private static boolean acceptedWrite(JsonNode line) {
        return line.has("method")
                && !line.path("method").asText().equals("GET")
                && line.path("status").asInt() / 100 == 2
                && !line.path("path").asText().contains("dryRun");
    }

    /** What the sets had gone through when it was that late. */
    List<String> statusesBefore(long millis) {
        return statuses(events("StatefulSet").stream()
                .filter(event -> event.path("t_ms").asLong() <= millis)
                .map(event -> event.path("object")));
    }

    /** When the last event of any watch came. */
    long length() {
        return lines.stream()
                .flatMap(line -> line.path("events").valueStream())
                .mapToLong(event -> event.path("t_ms").asLong())
                .max()
                .orElse(0);
    }

    long lastStatusBefore(long millis) {
        return events("StatefulSet").stream()
                .mapToLong(event -> event.path("t_ms").asLong())
                .filter(at -> at <= millis)
                .max()
                .orElse(0);
    }

    /** Here a set that is deleted as orphan is gone at once, so that its controller has no time to report it once more. */
    static boolean stays(JsonNode set) {
        return !set.path("metadata").has("deletionTimestamp");
    }

    /** The statuses in their order, without repetitions. */
    static List<String> statuses(Stream<JsonNode> sets) {
        List<String> statuses = new ArrayList<>();
        sets.filter(Recording::stays).map(Recording::status).forEach(line -> {
            if (statuses.isEmpty() || !statuses.get(statuses.size() - 1).equals(line)) {
                statuses.add(line);
            }
        });
        return statuses;
    }

    /** The counters and revisions of a set in one line. */
    static String status(JsonNode set) {
        JsonNode status = set.path("status");
        return set.path("metadata").path("name").asText() + " g"
                + status.path("observedGeneration").asInt() + " replicas "
                + status.path("replicas").asInt() + " ready "
                + status.path("readyReplicas").asInt() + " available "
                + status.path("availableReplicas").asInt() + " current "
                + status.path("currentReplicas").asInt() + " updated "
                + status.path("updatedReplicas").asInt() + " "
                + status.path("currentRevision").asText() + " "
                + status.path("updateRevision").asText();
    }

    /** The names of the objects of one kind in the order in which they came. */
    List<String> names(String kind) {
        return events(kind).stream()
                .filter(event -> event.path("type").asText().equals("ADDED"))
                .map(event -> event.path("object").path("metadata").path("name").asText())
                .toList();
    }

    /** All events of one kind, in the order of their watch. */
    List<JsonNode> events(String kind) {
        List<JsonNode> events = new ArrayList<>();
        for (JsonNode line : lines) {
            for (JsonNode event : line.path("events")) {
                if (event.path("object").path("kind").asText().equals(kind)) {
                    events.add(event);
                }
            }
        }
        return events;
    }
}
