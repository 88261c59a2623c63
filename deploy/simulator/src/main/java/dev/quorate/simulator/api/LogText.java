package dev.quorate.simulator.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A container's log as text, taken piece by piece. All calls are made under the simulator's one lock. */
public final class LogText implements AutoCloseable {

    private final Containers.Log log;
    private final ContainerRequests.LogOptions options;
    private long position;
    private long left;
    private Runnable unfollow = () -> {};

    private LogText(Containers.Log log, ContainerRequests.LogOptions options, long position) {
        this.log = log;
        this.options = options;
        this.position = position;
        this.left = options.bytes().orElse(Long.MAX_VALUE);
    }

    static LogText of(Containers.Log log, ContainerRequests.LogOptions options) {
        long start = options.tail().map(tail -> log.count() - tail).orElse(0L);
        return new LogText(log, options, Math.max(0, start));
    }

    /** What has been written since the last call. */
    public String take() {
        StringBuilder text = new StringBuilder();
        List<Containers.Line> lines = log.after(position);
        position = log.count();
        for (Containers.Line line : lines) {
            if (options.since().filter(line.time()::isBefore).isEmpty()) {
                text.append(options.timestamps() ? line.time() + " " : "")
                        .append(line.text())
                        .append('\n');
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        int size = (int) Math.min(left, bytes.length);
        left -= size;
        return new String(Arrays.copyOf(bytes, size), StandardCharsets.UTF_8);
    }

    /** Whether no more text will come. */
    public boolean hasEnded() {
        return left == 0 || (log.hasEnded() && position == log.count());
    }

    /** Called whenever there may be something to take or the end has come. */
    public void whenReady(Runnable callback) {
        unfollow = log.follow(callback);
    }

    @Override
    public void close() {
        unfollow.run();
    }
}
