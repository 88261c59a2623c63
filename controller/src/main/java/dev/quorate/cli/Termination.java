package dev.quorate.cli;

import java.util.concurrent.CountDownLatch;

/**
 * SIGTERM and SIGINT for a command that must stop its parts first. A command that waits for the signal is released; one that is
 * in the middle of something is interrupted. The JVM ends when its hooks have ended, so the hook waits until the command has
 * closed this, and then ends the process with the command's own code instead of the signal's number.
 */
public final class Termination implements AutoCloseable {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread command = Thread.currentThread();
    private final Thread hook = new Thread(this::hold, "quorate-termination");
    private volatile boolean waiting;
    private volatile int code = ExitCode.INTERRUPTED;

    public Termination() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** From here on to be told to stop is the right end. */
    public void await() throws InterruptedException {
        waiting = true;
        code = ExitCode.FINE;
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
        if (!waiting) {
            command.interrupt();
        }
        try {
            stopped.await();
            Runtime.getRuntime().halt(code);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
