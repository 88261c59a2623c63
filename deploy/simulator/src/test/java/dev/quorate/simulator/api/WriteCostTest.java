package dev.quorate.simulator.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.simulator.store.MemoryStore;
import dev.quorate.simulator.store.SeededUids;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A write asks the store for the same few objects, however many it holds and whoever watches. */
class WriteCostTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String PODS = "/api/v1/namespaces/n/pods";
    private static final int MANY = 500;

    private final Types types = Types.create();
    private final SeededUids uids = new SeededUids(new Random(1));
    private final AskedStore store =
            new AskedStore(new MemoryStore(() -> NOW, uids, types.ownership(), MemoryStore.HISTORY));
    private final ApiServer server = new ApiServer(store, types, () -> NOW, new Random(2), uids);

    @BeforeEach
    void makeNamespace() {
        cost(ApiRequest.json("POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"n\"}}"));
    }

    @Test
    void aWriteAmongManyCostsWhatTheFirstOneCost() {
        try (Watch watch = server.open(ApiRequest.get("/api/v1/pods?watch=true"))) {
            long first = create(0);
            for (int i = 1; i < MANY; i++) {
                create(i);
            }
            assertEquals(first, create(MANY));
            assertEquals(MANY + 1, watch.take().size());
        }
    }

    @Test
    void aDeletionAmongManyCostsWhatItCostAlone() {
        create(0);
        long alone = delete(0);
        for (int i = 1; i <= MANY; i++) {
            create(i);
        }
        assertEquals(alone, delete(MANY));
    }

    private long create(int number) {
        return cost(ApiRequest.json(
                "POST",
                PODS,
                "{\"metadata\":{\"name\":\"p" + number + "\",\"labels\":{\"app\":\"a\"}},\"spec\":{\"containers\":"
                        + "[{\"name\":\"c\",\"image\":\"i:1\",\"ports\":[{\"containerPort\":80}]}]}}"));
    }

    private long delete(int number) {
        return cost(ApiRequest.json("DELETE", PODS + "/p" + number, "{\"gracePeriodSeconds\":0}"));
    }

    /** How many objects the store handed out for it. */
    private long cost(ApiRequest request) {
        long before = store.handedOut();
        ApiReply reply = server.handle(request);
        assertTrue(reply.status() < 300, reply.toString());
        return store.handedOut() - before;
    }
}
