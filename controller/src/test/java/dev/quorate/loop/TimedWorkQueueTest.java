package dev.quorate.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.quorate.schema.AppName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimedWorkQueueTest {

    private static final AppName A = new AppName("shop", "a");
    private static final AppName B = new AppName("shop", "b");

    private Instant now = Instant.EPOCH;
    private final InstantSource clock = () -> now;
    private final TimedWorkQueue queue = new TimedWorkQueue(clock);

    @Test
    void anAppIsInItOnceAndFirstInIsFirstOut() {
        queue.add(A);
        queue.add(B);
        queue.add(A);
        assertEquals(Optional.of(A), queue.poll());
        assertEquals(Optional.of(B), queue.poll());
        assertEquals(Optional.empty(), queue.poll());
    }

    @Test
    void anAppIsNeverTakenTwiceAtOnceAndComesBackIfItWasAddedMeanwhile() {
        queue.add(A);
        queue.poll();
        queue.add(A);
        assertEquals(Optional.empty(), queue.poll());
        queue.done(A);
        assertEquals(Optional.of(A), queue.poll());
        queue.done(A);
        assertEquals(Optional.empty(), queue.poll());
    }

    @Test
    void ofSeveralTimesTheEarliestCountsAndTakingClearsIt() {
        queue.addAfter(A, Duration.ofSeconds(10));
        queue.addAfter(A, Duration.ofSeconds(3));
        queue.addAfter(A, Duration.ofSeconds(20));
        assertEquals(Optional.of(now.plusSeconds(3)), queue.nextDue());
        now = now.plusSeconds(3);
        assertEquals(Optional.of(A), queue.poll());
        queue.done(A);
        now = now.plusSeconds(60);
        assertEquals(Optional.empty(), queue.poll());
    }

    @Test
    void whatFallsDueWhileItIsWorkedOnComesAfterwards() {
        queue.add(A);
        queue.poll();
        queue.addAfter(A, Duration.ofSeconds(1));
        now = now.plusSeconds(2);
        assertEquals(Optional.empty(), queue.poll());
        queue.done(A);
        assertEquals(Optional.of(A), queue.poll());
    }

    @Test
    void whoeverWaitsIsLetGoWhenTheQueueIsShutDown() throws InterruptedException {
        queue.add(A);
        assertEquals(Optional.of(A), queue.take());
        Thread closer = new Thread(queue::shutDown);
        closer.start();
        assertEquals(Optional.empty(), queue.take());
        closer.join();
    }
}
