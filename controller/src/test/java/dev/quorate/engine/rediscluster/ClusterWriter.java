package dev.quorate.engine.rediscluster;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Writes all the while, as fast as it is answered, and notes the last value of each key that was acknowledged. Every second write is
 * of a key that is new, the others are of keys that are there: so it shows where an older value came back.
 */
final class ClusterWriter implements AutoCloseable {

    private static final int AGAIN = 300;
    private static final int ATTEMPTS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final List<String> addresses;
    private final String name;
    private final Thread thread;
    private final Map<String, Integer> acknowledged = new LinkedHashMap<>();
    private volatile boolean ends;
    private final AtomicInteger count = new AtomicInteger();
    private int failed;
    private long longestPause;

    ClusterWriter(String name, List<String> addresses) {
        this.name = name;
        this.addresses = List.copyOf(addresses);
        this.thread = new Thread(this::write, "writer " + name);
        thread.start();
    }

    private void write() {
        long last = System.nanoTime();
        try (Way way = new Way(addresses)) {
            for (int number = 1; !ends; number++) {
                String key = name + (number % 2 == 0 ? "new" + number : "again" + number % AGAIN);
                if (way.set(key, Integer.toString(number))) {
                    acknowledged.put(key, number);
                    count.incrementAndGet();
                    longestPause = Math.max(longestPause, System.nanoTime() - last);
                    last = System.nanoTime();
                } else {
                    failed++;
                }
            }
        }
    }

    int count() {
        return count.get();
    }

    /** The keys with the values that were acknowledged. */
    Map<String, Integer> end() throws InterruptedException {
        ends = true;
        thread.join();
        return acknowledged;
    }

    /** To be read after the end. */
    String figure() {
        return count + " writes acknowledged, " + failed + " failed, longest pause "
                + TimeUnit.NANOSECONDS.toMillis(longestPause) + " ms";
    }

    @Override
    public void close() throws InterruptedException {
        end();
    }

    /** Those whose value is older than the one acknowledged, or is not there at all. */
    static List<String> lost(List<String> addresses, Map<String, Integer> acknowledged) {
        List<String> lost = new ArrayList<>();
        try (Way way = new Way(addresses)) {
            acknowledged.forEach((key, value) -> {
                Optional<String> found = Optional.empty();
                // A key that is not there, and a node that is not there, look alike.
                for (int attempt = 0; attempt < ATTEMPTS && found.isEmpty(); attempt++) {
                    found = way.ask(key, "GET", key);
                }
                if (found.isEmpty() || Integer.parseInt(found.get()) < value) {
                    lost.add(key + " is " + found.orElse("gone") + " and was " + value);
                }
            });
        }
        return lost;
    }

    /** What this very node holds; of a slot of its own, or of its master's. */
    static Optional<String> read(String address, String key) {
        try (Connection connection = connect(new HostAndPort(address, Addresses.PORT))) {
            say(connection, "READONLY");
            return say(connection, "GET", key);
        } catch (JedisException none) {
            return Optional.empty();
        }
    }

    private static Connection connect(HostAndPort address) {
        return new Connection(
                address,
                DefaultJedisClientConfig.builder()
                        .protocol(RedisProtocol.RESP2)
                        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                        .connectionTimeoutMillis((int) PATIENCE.toMillis())
                        .socketTimeoutMillis((int) PATIENCE.toMillis())
                        .password(RealRedisCluster.PASSWORD)
                        .build());
    }

    private static Optional<String> say(Connection connection, String... words) {
        connection.sendCommand(
                () -> words[0].getBytes(StandardCharsets.UTF_8),
                List.of(words).subList(1, words.length).toArray(String[]::new));
        return Optional.ofNullable(connection.getOne())
                .map(answer -> answer instanceof byte[] text
                        ? new String(text, StandardCharsets.UTF_8)
                        : String.valueOf(answer));
    }

    /** A client as simple as can be: it goes where it is sent, and remembers for each slot where that was. */
    static final class Way implements AutoCloseable {

        private static final int HOPS = 5;

        private final List<String> addresses;
        private final Map<Integer, HostAndPort> owners = new HashMap<>();
        private final Map<HostAndPort, Connection> connections = new HashMap<>();
        private int next;

        Way(List<String> addresses) {
            this.addresses = addresses;
        }

        boolean set(String key, String value) {
            return ask(key, "SET", key, value).equals(Optional.of("OK"));
        }

        Optional<String> ask(String key, String... words) {
            int slot = JedisClusterCRC16.getSlot(key);
            HostAndPort at = Optional.ofNullable(owners.get(slot)).orElseGet(this::any);
            boolean asking = false;
            for (int hop = 0; hop < HOPS; hop++) {
                try {
                    Connection connection = connections.computeIfAbsent(at, ClusterWriter::connect);
                    if (asking) {
                        say(connection, "ASKING");
                    }
                    return say(connection, words);
                } catch (JedisDataException elsewhere) {
                    String[] sent = String.valueOf(elsewhere.getMessage()).split(" ", -1);
                    asking = sent[0].equals("ASK");
                    if (!asking && !sent[0].equals("MOVED")) {
                        owners.remove(slot);
                        return breathe();
                    }
                    at = HostAndPort.from(sent[2]);
                    if (!asking) {
                        owners.put(slot, at);
                    }
                } catch (JedisException broken) {
                    Optional.ofNullable(connections.remove(at)).ifPresent(Connection::close);
                    owners.remove(slot);
                    return breathe();
                }
            }
            return breathe();
        }

        private static Optional<String> breathe() {
            RealRedisCluster.pause(Duration.ofMillis(20));
            return Optional.empty();
        }

        /** One that has answered before, if there is any. */
        private HostAndPort any() {
            return connections.keySet().stream()
                    .findFirst()
                    .orElseGet(() -> new HostAndPort(addresses.get(next++ % addresses.size()), Addresses.PORT));
        }

        @Override
        public void close() {
            connections.values().forEach(Connection::close);
        }
    }
}
