package dev.quorate.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.schema.AppName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every work queue keeps, by the machine's own clock. */
@Timeout(60)
abstract class WorkQueueContract {

    static final AppName A = new AppName("shop", "a");
    static final AppName B = new AppName("shop", "b");
    static final AppName C = new AppName("shop", "c");

    private final WorkQueue queue = queue();

    abstract WorkQueue queue();

    @AfterEach
    void shutDown() {
        queue.shutDown();
    }

    @Test
    void anAppIsInItOnceAndFirstInIsFirstOut() throws InterruptedException {
        queue.add(A);
        queue.add(B);
        queue.add(A);
        work(A, B);
        queue.add(C);
        work(C);
    }

    @Test
    void anAppIsNeverTakenTwiceAtOnceAndComesBackIfItWasAddedMeanwhile() throws InterruptedException {
        queue.add(A);
        take(A);
        queue.add(A);
        queue.add(B);
        work(B);
        queue.done(A);
        work(A);
        queue.add(C);
        work(C);
    }

    @Test
    void ofSeveralTimesTheEarliestCounts() throws InterruptedException {
        queue.addAfter(A, Duration.ofHours(1));
        queue.addAfter(A, Duration.ofMillis(20));
        queue.addAfter(A, Duration.ofHours(2));
        work(A);
    }

    @Test
    void takingClearsATimeThatHasNotCome() throws InterruptedException {
        queue.addAfter(A, Duration.ofMillis(50));
        queue.add(A);
        work(A);
        queue.addAfter(B, Duration.ofMillis(150));
        work(B);
    }

    @Test
    void aTimeThatWasClearedDoesNotBringTheNextOneForward() throws InterruptedException {
        queue.addAfter(A, Duration.ofMillis(30));
        queue.add(A);
        work(A);
        long start = System.nanoTime();
        queue.addAfter(A, Duration.ofMillis(200));
        work(A);
        long waited = System.nanoTime() - start;
        assertTrue(waited >= Duration.ofMillis(199).toNanos(), "came after " + Duration.ofNanos(waited));
    }

    @Test
    void noDelayAndAPastOneMeanAtOnce() throws InterruptedException {
        queue.addAfter(A, Duration.ZERO);
        work(A);
        queue.addAfter(A, Duration.ofMillis(-5));
        work(A);
    }

    @Test
    void whatFallsDueWhileItIsWorkedOnComesAfterwards() throws InterruptedException {
        queue.add(A);
        take(A);
        queue.addAfter(A, Duration.ofMillis(20));
        queue.addAfter(B, Duration.ofMillis(60));
        work(B);
        queue.done(A);
        work(A);
    }

    @Test
    void whoeverWaitsIsLetGoWhenTheQueueIsShutDown() throws InterruptedException {
        Thread closer = new Thread(queue::shutDown);
        closer.start();
        assertEquals(Optional.empty(), queue.take());
        closer.join();
    }

    @Test
    void nothingIsTakenAfterItWasShutDown() throws InterruptedException {
        queue.add(A);
        queue.shutDown();
        queue.add(B);
        queue.addAfter(C, Duration.ZERO);
        assertEquals(Optional.empty(), queue.take());
    }

    @Test
    void manyWorkersNeverHoldAnAppTogetherAndMissNothingThatWasAdded() throws InterruptedException {
        List<AppName> apps = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            apps.add(new AppName("shop", "app-" + i));
        }
        Map<AppName, CountDownLatch> last = new ConcurrentHashMap<>();
        Set<AppName> held = ConcurrentHashMap.newKeySet();
        Set<AppName> heldTwice = ConcurrentHashMap.newKeySet();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            workers.add(new Thread(() -> hold(held, heldTwice, last)));
        }
        workers.forEach(Thread::start);
        for (int i = 0; i < 5_000; i++) {
            queue.add(apps.get(i % apps.size()));
            queue.addAfter(apps.get(i % apps.size()), Duration.ofMillis(i % 3));
        }
        for (AppName app : apps) {
            last.put(app, new CountDownLatch(1));
            queue.add(app);
        }
        for (CountDownLatch seen : last.values()) {
            seen.await();
        }
        queue.shutDown();
        for (Thread worker : workers) {
            worker.join();
        }
        assertEquals(Set.of(), heldTwice);
    }

    private void hold(Set<AppName> held, Set<AppName> heldTwice, Map<AppName, CountDownLatch> last) {
        try {
            Optional<AppName> app = queue.take();
            while (app.isPresent()) {
                if (!held.add(app.get())) {
                    heldTwice.add(app.get());
                }
                Optional.ofNullable(last.get(app.get())).ifPresent(CountDownLatch::countDown);
                held.remove(app.get());
                queue.done(app.get());
                app = queue.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(AppName... inThisOrder) throws InterruptedException {
        for (AppName app : inThisOrder) {
            take(app);
            queue.done(app);
        }
    }

    private void take(AppName app) throws InterruptedException {
        assertEquals(Optional.of(app), queue.take());
    }
}
