package dev.quorate.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.schema.AppName;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClientWorkQueueTest extends WorkQueueContract {

    @Override
    WorkQueue queue() {
        return new ClientWorkQueue();
    }

    @Test
    void noDelayIsLostWhenMoreWaitThanTheQueueCanHandOver() throws InterruptedException {
        int apps = 1_200;
        CountDownLatch slow = new CountDownLatch(1);
        ExecutorService waiting = Executors.newSingleThreadExecutor();
        waiting.execute(() -> await(slow));
        ClientWorkQueue queue = new ClientWorkQueue(System::nanoTime, waiting);
        for (int i = 0; i < apps; i++) {
            queue.addAfter(new AppName("shop", "app-" + i), Duration.ofMillis(1));
        }
        slow.countDown();
        Set<AppName> taken = new HashSet<>();
        while (taken.size() < apps) {
            Optional<AppName> app = queue.take();
            assertTrue(taken.add(app.orElseThrow()), "came twice: " + app);
            queue.done(app.get());
        }
        queue.shutDown();
    }

    @Test
    void itsThreadEndsAtOnceWhenItIsShutDown() throws InterruptedException {
        ExecutorService waiting = Executors.newSingleThreadExecutor();
        ClientWorkQueue queue = new ClientWorkQueue(System::nanoTime, waiting);
        queue.addAfter(A, Duration.ofHours(1));
        queue.shutDown();
        assertTrue(waiting.awaitTermination(5, TimeUnit.SECONDS));
        assertEquals(Optional.empty(), queue.take());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
