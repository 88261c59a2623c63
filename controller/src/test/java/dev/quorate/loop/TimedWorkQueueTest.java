package dev.quorate.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimedWorkQueueTest extends WorkQueueContract {

    private Instant now = Instant.EPOCH;
    private final TimedWorkQueue turned = new TimedWorkQueue(() -> now);

    @Override
    WorkQueue queue() {
        return new TimedWorkQueue(InstantSource.system());
    }

    @Test
    void onAClockThatIsTurnedItSaysWhenTheNextAppFallsDue() {
        turned.addAfter(A, Duration.ofSeconds(10));
        turned.addAfter(A, Duration.ofSeconds(3));
        turned.addAfter(A, Duration.ofSeconds(20));
        assertEquals(Optional.of(now.plusSeconds(3)), turned.nextDue());
        assertEquals(Optional.empty(), turned.poll());
        now = now.plusSeconds(3);
        assertEquals(Optional.of(A), turned.poll());
        turned.done(A);
        now = now.plusSeconds(60);
        assertEquals(Optional.empty(), turned.poll());
    }
}
