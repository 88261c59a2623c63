package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThrottledTransportTest {

    private final FakeClock clock = new FakeClock();
    private final List<Duration> rests = new ArrayList<>();
    private final ApiTransport throttled = new ThrottledTransport(
            request -> new ApiReply(200, Optional.empty(), Trees.json("{}")), 10, 3, clock::nanos, rest -> {
                rests.add(rest);
                clock.advance(rest);
            });

    @Test
    void letsABurstThroughAndSpreadsTheRest() throws ApiTransport.NoAnswer {
        send(5);

        assertEquals(List.of(Duration.ofMillis(100), Duration.ofMillis(100)), rests);
    }

    @Test
    void aPauseGivesTheBurstBack() throws ApiTransport.NoAnswer {
        send(3);
        clock.advance(Duration.ofSeconds(5));
        send(3);

        assertEquals(List.of(), rests);
    }

    private void send(int times) throws ApiTransport.NoAnswer {
        for (int i = 0; i < times; i++) {
            throttled.send(ApiRequest.get("/version", Map.of()));
        }
    }
}
