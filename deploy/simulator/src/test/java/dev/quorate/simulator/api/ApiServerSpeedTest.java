package dev.quorate.simulator.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.simulator.store.MemoryStore;
import dev.quorate.simulator.store.SeededUids;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A write costs the same however much is stored. The bounds are wide: they catch a scan, not a slow machine. */
class ApiServerSpeedTest {

    private static final int OBJECTS = 10_000;
    private static final long SECONDS_ALLOWED = 30;

    @Test
    void tenThousandObjectsAreCreatedAndWatchedWithoutScans() {
        Types types = Types.create();
        SeededUids uids = new SeededUids(new Random(1));
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        MemoryStore store = new MemoryStore(() -> now, uids, types.ownership(), MemoryStore.HISTORY);
        ApiServer server = new ApiServer(store, types, () -> now, new Random(2), uids);
        server.handle(ApiRequest.json("POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"n\"}}"));
        Watch watch = server.open(ApiRequest.get("/api/v1/pods?watch=true"));
        long begin = System.nanoTime();

        for (int i = 0; i < OBJECTS; i++) {
            String pod = "{\"metadata\":{\"name\":\"p" + i + "\",\"labels\":{\"app\":\"a\"}},\"spec\":{\"containers\":"
                    + "[{\"name\":\"c\",\"image\":\"i:1\",\"ports\":[{\"containerPort\":80}]}]}}";
            assertEquals(
                    201,
                    server.handle(ApiRequest.json("POST", "/api/v1/namespaces/n/pods", pod))
                            .status());
        }

        long seconds = (System.nanoTime() - begin) / 1_000_000_000;
        assertEquals(OBJECTS, watch.take().size());
        assertTrue(seconds < SECONDS_ALLOWED, seconds + " s for " + OBJECTS + " creates");
    }
}
