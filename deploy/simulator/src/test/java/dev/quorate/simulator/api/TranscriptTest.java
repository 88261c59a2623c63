package dev.quorate.simulator.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each recorded exchange of a real API server is answered in the same way, or is listed with the reason why not. */
class TranscriptTest {

    private static final Map<String, String> OUT_OF_SCOPE = Transcript.outOfScope();

    /** Marks what the real server refused and this one does not: it is asked, but must not change what follows. */
    private static final String NO_EFFECT = "(dry run) ";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-discovery",
                "02-crud-configmap",
                "03-list",
                "04-patches",
                "05-server-side-apply",
                "06-delete-gc",
                "07-watch",
                "08-subresources",
                "16-crd-scale-hpa",
                "17-leases",
                "18-events",
                "19-namespace",
                "20-authz",
                "25-limits"
            })
    void everyExchangeIsAnsweredAsRecorded(String name) {
        Transcript transcript = Transcript.load(name);
        Replay replay = new Replay(transcript);
        List<String> wrong = new ArrayList<>();
        for (JsonNode line : transcript.lines()) {
            if (Transcript.isExchange(line)) {
                check(transcript, replay, line, wrong);
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "02-crud-configmap",
                "03-list",
                "04-patches",
                "05-server-side-apply",
                "06-delete-gc",
                "07-watch",
                "08-subresources",
                "16-crd-scale-hpa",
                "17-leases"
            })
    void everyWatchTellsTheEventsAsRecorded(String name) {
        Transcript transcript = Transcript.load(name);
        Replay replay = new Replay(transcript);
        Map<JsonNode, Watch> open = new LinkedHashMap<>();
        for (JsonNode line : transcript.lines()) {
            if (Transcript.isExchange(line)) {
                String reason = OUT_OF_SCOPE.getOrDefault(
                        transcript.number() + "#" + line.path("seq").asText(), "");
                replay.compare(line, reason.startsWith(NO_EFFECT));
            } else if (line.path("events").size() > 0) {
                open.put(line, replay.open(line));
            }
        }
        List<String> wrong = new ArrayList<>();
        open.forEach((line, watch) -> {
            Optional<String> difference = Replay.compareEvents(line, watch);
            report(transcript.number() + "#" + line.path("seq").asText(), line, difference, wrong);
        });
        assertEquals("", String.join("\n", wrong));
    }

    private static void check(Transcript transcript, Replay replay, JsonNode line, List<String> wrong) {
        String id = transcript.number() + "#" + line.path("seq").asText();
        boolean withoutEffect = OUT_OF_SCOPE.getOrDefault(id, "").startsWith(NO_EFFECT);
        Optional<String> difference = replay.compare(line, withoutEffect);
        report(id, line, difference, wrong);
    }

    private static void report(String id, JsonNode line, Optional<String> difference, List<String> wrong) {
        boolean listed = OUT_OF_SCOPE.containsKey(id);
        if (listed && difference.isEmpty()) {
            wrong.add(id + " is listed as out of scope (" + OUT_OF_SCOPE.get(id) + ") but is answered as recorded");
        }
        if (!listed && difference.isPresent()) {
            wrong.add(id + " [" + line.path("step").asText() + "] " + difference.get());
        }
    }
}
