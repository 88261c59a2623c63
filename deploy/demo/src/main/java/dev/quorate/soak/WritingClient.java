package dev.quorate.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;

/** Writes a new key all the time, to whichever member takes it, and remembers those that were acknowledged. */
final class WritingClient implements AutoCloseable {
    private static final String PREFIX = "soak/";
    private static final Duration PACE = Duration.ofMillis(50);

    private final EtcdMembers members;
    private final Supplier<List<String>> addresses;
    private final NavigableSet<String> acknowledged = new ConcurrentSkipListSet<>();
    private final Thread thread = new Thread(this::work, "soak-client");

    private WritingClient(EtcdMembers members, Supplier<List<String>> addresses) {
        this.members = members;
        this.addresses = addresses;
    }

    /** @param addresses of the members that there are now */
    static WritingClient start(EtcdMembers members, Supplier<List<String>> addresses) {
        WritingClient client = new WritingClient(members, addresses);
        client.thread.setDaemon(true);
        client.thread.start();
        return client;
    }

    int acknowledged() {
        return acknowledged.size();
    }

    /** Acknowledged writes that a member does not show; all of them where it shows nothing. */
    List<String> lost(String address) throws InterruptedException {
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
        for (String address : addresses.get()) {
            if (members.put(address, key, value(key))) {
                acknowledged.add(key);
                return;
            }
        }
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
