package dev.quorate.cluster;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Spreads requests, so that a controller of many apps is no burden: so many a second, and some more at once. */
public final class ThrottledTransport implements ApiTransport {

    /** Waits for a while; a test lets its clock do so. */
    public interface Pause {
        void rest(Duration rest) throws InterruptedException;
    }

    private final ApiTransport transport;
    private final long interval;
    private final long burst;
    private final LongSupplier nanos;
    private final Pause pause;
    private long next;

    public ThrottledTransport(ApiTransport transport, int perSecond, int burst, LongSupplier nanos, Pause pause) {
        this.transport = transport;
        this.interval = Duration.ofSeconds(1).toNanos() / perSecond;
        this.burst = interval * (burst - 1);
        this.nanos = nanos;
        this.pause = pause;
        this.next = nanos.getAsLong() - this.burst;
    }

    @Override
    public ApiReply send(ApiRequest request) throws NoAnswer {
        long wait = reserve();
        if (wait > 0) {
            try {
                pause.rest(Duration.ofNanos(wait));
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
                throw new NoAnswer("stopped before the request was sent", false);
            }
        }
        return transport.send(request);
    }

    /** Takes the next free place in the row; returns how far away it is. */
    private synchronized long reserve() {
        long now = nanos.getAsLong();
        next = Math.max(next, now - burst);
        long wait = next - now;
        next += interval;
        return wait;
    }
}
