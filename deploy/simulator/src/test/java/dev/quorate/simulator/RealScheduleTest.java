package dev.quorate.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class RealScheduleTest {

    private final ReentrantLock lock = new ReentrantLock();
    private final List<String> done = new CopyOnWriteArrayList<>();

    @Test
    void workRunsUnderTheLockByTimeThenInTheOrderOfAsking() throws InterruptedException {
        CountDownLatch last = new CountDownLatch(1);
        try (RealSchedule schedule = new RealSchedule(InstantSource.system(), lock)) {
            lock.lock();
            try {
                schedule.after(Duration.ofMillis(20), "late", () -> {
                    done.add("late " + lock.isHeldByCurrentThread());
                    last.countDown();
                });
                schedule.after(Duration.ZERO, "first", () -> done.add("first"));
                schedule.after(Duration.ZERO, "second", () -> done.add("second"));
                assertTrue(done.isEmpty());
            } finally {
                lock.unlock();
            }
            assertTrue(last.await(20, TimeUnit.SECONDS));
        }
        assertEquals(List.of("first", "second", "late true"), done);
    }

    /** Its thread takes the lock again before anybody else gets it, and who waits for a lock cannot be interrupted. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aScheduleThatNeverGetsDoneCloses() throws InterruptedException {
        RealSchedule schedule = new RealSchedule(InstantSource.system(), lock);
        CountDownLatch often = new CountDownLatch(1000);
        again(schedule, often);
        assertTrue(often.await(20, TimeUnit.SECONDS));
        schedule.close();
        assertTrue(lock.tryLock(20, TimeUnit.SECONDS));
        lock.unlock();
    }

    private static void again(RealSchedule schedule, CountDownLatch turns) {
        schedule.after(Duration.ZERO, "again", () -> {
            turns.countDown();
            again(schedule, turns);
        });
    }

    @Test
    void aClosedScheduleTakesNoWork() throws InterruptedException {
        RealSchedule closed = new RealSchedule(InstantSource.system(), lock);
        closed.close();
        closed.after(Duration.ZERO, "never", () -> done.add("never"));

        CountDownLatch other = new CountDownLatch(1);
        try (RealSchedule open = new RealSchedule(InstantSource.system(), lock)) {
            open.after(Duration.ofMillis(20), "other", other::countDown);
            assertTrue(other.await(20, TimeUnit.SECONDS));
        }
        assertTrue(done.isEmpty());
    }
}
