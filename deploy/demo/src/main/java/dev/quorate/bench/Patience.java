package dev.quorate.bench;

import dev.quorate.cli.CliException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** How long the bench waits for anything before it gives up and says for what. */
record Patience(Duration atMost) {

    void await(String what, Duration between, BooleanSupplier happened) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new CliException("After " + atMost.toSeconds() + " s there is still no end of this: " + what);
            }
            Thread.sleep(between.toMillis());
        }
    }
}
