package dev.quorate.cli;

import java.util.concurrent.CountDownLatch;

/**
 * SIGTERM and SIGINT as something to wait for. The JVM ends when its hooks have ended, so the hook waits until the command has
 * stopped its parts, and then ends the process with success instead of the signal's number.
 */
public final class Termination implements AutoCloseable {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread hook = new Thread(this::hold, "quorate-termination");

    public Termination() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    public void await() throws InterruptedException {
        asked.await();
    }

    /** The command has stopped, by itself or since it was asked to. */
    @Override
    public void close() {
        if (asked.getCount() > 0) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        stopped.countDown();
    }

    private void hold() {
        asked.countDown();
        try {
            stopped.await();
            Runtime.getRuntime().halt(ExitCode.FINE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
