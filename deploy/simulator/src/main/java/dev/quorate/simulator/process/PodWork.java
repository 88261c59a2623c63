package dev.quorate.simulator.process;

import dev.quorate.simulator.Schedule;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of one pod: what may block is done aside, by a thread of its own, and what comes of it is taken in under the
 * simulator's lock. Once the pod has vanished nothing is taken in any more.
 */
final class PodWork {

    private static final Logger LOG = LoggerFactory.getLogger(PodWork.class);

    private final String pod;
    private final Schedule schedule;
    private final ExecutorService threads;
    private boolean over;

    /** Something that may block and fail. */
    interface Task<T> {
        T run() throws IOException, InterruptedException;
    }

    PodWork(String pod, Schedule schedule, ExecutorService threads) {
        this.pod = pod;
        this.schedule = schedule;
        this.threads = threads;
    }

    /** Under the lock, after a while. */
    void later(Duration delay, Runnable step) {
        schedule.after(delay, "pod " + pod, () -> {
            if (!over) {
                step.run();
            }
        });
    }

    /** Under the lock, when the result is there. */
    <T> void when(CompletableFuture<T> result, Consumer<T> step) {
        // What goes wrong in the step is the schedule's to tell.
        CompletableFuture<Void> unused = result.thenAccept(value -> later(Duration.ZERO, () -> step.accept(value)));
    }

    /** A failure is told to the log alone. */
    <T> void aside(String what, Task<T> task, Consumer<T> then) {
        aside(what, task, then, failure -> LOG.warn("{} of pod {} failed: {}", what, pod, failure), result -> {});
    }

    /**
     * @param otherwise told what went wrong
     * @param dropped given the result, under the lock, when the pod has vanished meanwhile
     */
    <T> void aside(String what, Task<T> task, Consumer<T> then, Consumer<String> otherwise, Consumer<T> dropped) {
        try {
            threads.execute(() -> {
                try {
                    T result = task.run();
                    schedule.after(Duration.ZERO, what + " of " + pod, () -> (over ? dropped : then).accept(result));
                } catch (IOException | RuntimeException e) {
                    LOG.debug("{} of pod {}", what, pod, e);
                    later(Duration.ZERO, () -> otherwise.accept(String.valueOf(e.getMessage())));
                } catch (InterruptedException end) {
                    Thread.currentThread().interrupt();
                }
            });
        } catch (RejectedExecutionException closed) {
            LOG.debug("{} of pod {}: the cluster is closed", what, pod);
        }
    }

    /** Whatever comes from now on is dropped. */
    void end() {
        over = true;
    }
}
