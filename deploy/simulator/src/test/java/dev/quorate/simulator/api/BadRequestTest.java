package dev.quorate.simulator.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.simulator.store.MemoryStore;
import dev.quorate.simulator.store.SeededUids;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nonsense is answered with a Status, never with an exception. */
class BadRequestTest {

    private final Types types = Types.create();
    private final SeededUids uids = new SeededUids(new Random(1));
    private final Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final MemoryStore store = new MemoryStore(() -> now, uids, types.ownership(), 10);
    private final ApiServer server = new ApiServer(store, types, () -> now, new Random(2), uids);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | /api/v1/namespaces/n/pods/p/nosuch | '' | 404",
                "GET | /api/v1/watch | '' | 404",
                "GET | /api/v1/namespaces/n/ | '' | 404",
                "POST | /api/v1/namespaces | {'metadata':null} | 422",
                "POST | /api/v1/namespaces | {'metadata':'x'} | 400",
                "POST | /api/v1/namespaces | {'metadata':{'name':7}} | 400",
                "POST | /api/v1/namespaces | 7 | 400",
                "PUT | /api/v1/namespaces/default/finalize | {'metadata':{'name':'default','creationTimestamp':'x'}} | 400",
                "DELETE | /api/v1/namespaces/default?gracePeriodSeconds=soon | '' | 400",
                "DELETE | /api/v1/namespaces/none | '' | 404",
                "PATCH | /api/v1/namespaces/default | {} | 415",
                "POST | /api/v1/namespaces/default/pods/p/eviction | {} | 404"
            })
    void isAnsweredWithAStatus(String method, String target, String body, int expected) {
        server.handle(ApiRequest.json("POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"default\"}}"));

        ApiReply reply = server.handle(ApiRequest.json(method, target, body.replace('\'', '"')));

        assertEquals(expected, reply.status(), () -> reply.body().toString());
        assertTrue(
                reply.body().path("kind").asText().equals("Status"),
                () -> reply.body().toString());
    }

    @ParameterizedTest
    @CsvSource({"spec: {replicas: 1", "spec: []", "x: y"})
    void aBrokenConfigurationIsRefused(String yaml) {
        ApiReply reply = server.handle(ApiRequest.of(
                "PATCH",
                "/api/v1/namespaces/default?fieldManager=m",
                Map.of("content-type", Patches.APPLY),
                "apiVersion: v1\nkind: Namespace\nmetadata: {name: default}\n" + yaml));

        assertTrue(reply.isError());
        assertEquals("Status", reply.body().path("kind").asText());
    }
}
