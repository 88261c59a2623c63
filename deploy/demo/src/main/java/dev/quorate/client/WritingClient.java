package dev.quorate.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Writes a new key all the time and remembers those that were acknowledged. It stays with the member that took the last one; when
 * that does not answer it goes to the others, and a write that nobody takes has failed.
 */
public final class WritingClient implements AutoCloseable {
    private static final String PREFIX = "writes/";
    private static final Duration PACE = Duration.ofMillis(50);

    private final Members members;
    private final Supplier<List<String>> addresses;
    private final NavigableSet<String> acknowledged = new ConcurrentSkipListSet<>();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicLong longestPause = new AtomicLong();
    private final Thread thread = new Thread(this::work, "writing-client");
    private String last = "";
    private long lastAt = System.nanoTime();

    private WritingClient(Members members, Supplier<List<String>> addresses) {
        this.members = members;
        this.addresses = addresses;
    }

    /** @param addresses of the members that there are now */
    public static WritingClient start(Members members, Supplier<List<String>> addresses) {
        WritingClient client = new WritingClient(members, addresses);
        client.thread.setDaemon(true);
        client.thread.start();
        return client;
    }

    public int acknowledged() {
        return acknowledged.size();
    }

    /** Writes that no member acknowledged. */
    public int failed() {
        return failed.get();
    }

    /** The longest time between two acknowledged writes. */
    public Duration longestPause() {
        return Duration.ofNanos(longestPause.get());
    }

    /** Acknowledged writes that a member does not show; all of them where it shows nothing. */
    public List<String> lost(String address) throws InterruptedException {
        List<String> known = List.copyOf(acknowledged);
        Optional<Map<String, String>> found = members.read(address, PREFIX);
        List<String> lost = new ArrayList<>(known);
        found.ifPresent(values -> lost.removeIf(key -> value(key).equals(values.get(key))));
        return lost;
    }

    private void work() {
        try {
            for (int number = 0; ; number++) {
                write(PREFIX + "%07d".formatted(number));
                Thread.sleep(PACE.toMillis());
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(String key) throws InterruptedException {
        List<String> all = new ArrayList<>(addresses.get());
        all.sort(Comparator.comparing(address -> !address.equals(last)));
        for (String address : all) {
            if (members.put(address, key, value(key))) {
                acknowledged.add(key);
                long now = System.nanoTime();
                longestPause.accumulateAndGet(now - lastAt, Math::max);
                lastAt = now;
                last = address;
                return;
            }
        }
        failed.incrementAndGet();
    }

    private static String value(String key) {
        return "value of " + key;
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
