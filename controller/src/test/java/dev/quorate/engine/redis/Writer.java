package dev.quorate.engine.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/** Writes one key after the other all the while, as fast as it is answered, and notes which were acknowledged. */
final class Writer implements AutoCloseable {

    private final Client client;
    private final Duration patience;
    private final String name;
    private final Thread thread;
    private final List<String> acknowledged = new ArrayList<>();
    private volatile boolean ends;
    private int failed;
    private long longestPause;

    /**
     * @param patience with one write: who has more of it than a move of the master takes stays with the old one until that
     *     one sends it away
     */
    Writer(String name, Client client, Duration patience) {
        this.name = name;
        this.client = client;
        this.patience = patience;
        this.thread = new Thread(this::write, "writer " + name);
        thread.start();
    }

    private void write() {
        long last = System.nanoTime();
        int number = 0;
        while (!ends) {
            Optional<String> master = client.master();
            if (master.isEmpty()) {
                continue;
            }
            try (Connection connection = Client.connect(master.get(), Addresses.REDIS_PORT, patience)) {
                while (!ends) {
                    number++;
                    Client.ask(connection, "SET", name + number, "v");
                    acknowledged(name + number);
                    longestPause = Math.max(longestPause, System.nanoTime() - last);
                    last = System.nanoTime();
                }
            } catch (JedisException notDone) {
                failed++;
                breathe();
            }
        }
    }

    private static void breathe() {
        RealRedis.pause(Duration.ofMillis(20));
    }

    private synchronized void acknowledged(String key) {
        acknowledged.add(key);
    }

    synchronized int count() {
        return acknowledged.size();
    }

    /** The keys that were acknowledged. */
    List<String> end() throws InterruptedException {
        ends = true;
        thread.join();
        return acknowledged;
    }

    /** To be read after the end. */
    String figure() {
        return acknowledged.size() + " writes acknowledged, " + failed + " failed, longest pause "
                + TimeUnit.NANOSECONDS.toMillis(longestPause) + " ms";
    }

    @Override
    public void close() throws InterruptedException {
        end();
    }
}
