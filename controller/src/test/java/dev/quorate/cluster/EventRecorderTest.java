package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.cluster.Cluster.Notice;
import dev.quorate.state.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class EventRecorderTest {

    private static final Notice JOINED = notice("locks-3 joined");

    private final FakeClock clock = new FakeClock();
    private final List<ApiRequest> sent = new ArrayList<>();
    private final ApiTransport transport = request -> {
        sent.add(request);
        return new ApiReply(201, Optional.empty(), Trees.json("{}"));
    };
    private final EventRecorder recorder = new EventRecorder(transport, clock, Runnable::run);

    @Test
    void writesAnEventBesideItsObject() {
        recorder.record(JOINED);

        JsonNode event = body(0);
        assertEquals("/api/v1/namespaces/shop/events", sent.get(0).path());
        assertEquals("shop", event.at("/involvedObject/namespace").asText());
        assertEquals(
                "quorate.dev/v1alpha1", event.at("/involvedObject/apiVersion").asText());
        assertEquals("Normal", event.path("type").asText());
        assertEquals("2026-01-01T00:00:00Z", event.path("firstTimestamp").asText());
        assertTrue(event.at("/metadata/name").asText().startsWith("locks."));
    }

    @Test
    void countsRepetitionsOnOneObject() {
        recorder.record(JOINED);
        clock.advance(Duration.ofSeconds(4));
        recorder.record(JOINED);
        clock.advance(Duration.ofSeconds(7));
        recorder.record(JOINED);

        assertEquals(2, sent.size());
        assertEquals("PATCH", sent.get(1).method());
        assertTrue(sent.get(1).path().endsWith(body(0).at("/metadata/name").asText()));
        assertEquals(3, body(1).path("count").asInt());
    }

    @Test
    void beginsAnewWhenTheClusterHasForgottenTheEvent() {
        recorder.record(JOINED);
        clock.advance(Duration.ofHours(1));
        recorder.record(JOINED);

        assertEquals("POST", sent.get(1).method());
        assertEquals(1, body(1).path("count").asInt());
    }

    @Test
    void cutsAMessageThatTheServerWouldRefuse() {
        recorder.record(notice("x".repeat(3000)));

        assertEquals(1024, body(0).path("message").asText().length());
    }

    @Test
    void neverFailsWithItsCluster() {
        EventRecorder silent = new EventRecorder(new ScriptedTransport().silence(true), clock, Runnable::run);
        silent.record(JOINED);

        EventRecorder full = new EventRecorder(transport, clock, work -> {
            throw new RejectedExecutionException("full");
        });
        full.record(JOINED);
        assertEquals(List.of(), sent);
    }

    private static Notice notice(String message) {
        return new Notice(Trees.ref(Kind.STATEFUL_APP, "locks"), "uid", false, "MemberJoined", message);
    }

    private JsonNode body(int index) {
        return sent.get(index).body().orElseThrow();
    }
}
