package dev.quorate.engine.redis;

import dev.quorate.state.MembershipView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisException;

/** What users of Redis do: they ask the sentinels who the master is, and write to it. */
record Client(List<String> sentinels) {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int MANY = 1000;

    static Connection connect(String address, int port, Duration patience) {
        return new Connection(
                new HostAndPort(address, port),
                DefaultJedisClientConfig.builder()
                        .protocol(RedisProtocol.RESP2)
                        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                        .connectionTimeoutMillis((int) PATIENCE.toMillis())
                        .socketTimeoutMillis((int) patience.toMillis())
                        .password(RealRedis.PASSWORD)
                        .build());
    }

    static Optional<String> ask(Connection connection, String... words) {
        connection.sendCommand(
                () -> words[0].getBytes(StandardCharsets.UTF_8),
                Stream.of(words).skip(1).toArray(String[]::new));
        return Optional.ofNullable(connection.getOne()).map(Client::text);
    }

    private static String text(Object answer) {
        if (answer instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return answer instanceof Collection<?> all
                ? all.stream().map(Client::text).collect(Collectors.joining(" "))
                : String.valueOf(answer);
    }

    /** Whom a majority of those that answer names. */
    Optional<String> master() {
        List<String> named =
                sentinels.stream().flatMap(address -> named(address).stream()).toList();
        Map<String, Long> votes =
                named.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return votes.keySet().stream()
                .filter(address -> votes.getOrDefault(address, 0L) >= MembershipView.majority(named.size()))
                .findFirst();
    }

    private static Optional<String> named(String address) {
        try (Connection sentinel = connect(address, Addresses.SENTINEL_PORT, PATIENCE)) {
            return ask(sentinel, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", RedisEngine.MASTER)
                    .map(answer -> answer.replaceFirst(" .*", ""));
        } catch (JedisException none) {
            return Optional.empty();
        }
    }

    boolean set(String key, String value) {
        Optional<String> master = master();
        if (master.isEmpty()) {
            return false;
        }
        try (Connection connection = connect(master.get(), Addresses.REDIS_PORT, PATIENCE)) {
            return ask(connection, "SET", key, value).equals(Optional.of("OK"));
        } catch (JedisException refused) {
            return false;
        }
    }

    static Optional<String> get(String address, String key) {
        try (Connection connection = connect(address, Addresses.REDIS_PORT, PATIENCE)) {
            return ask(connection, "GET", key);
        } catch (JedisException none) {
            return Optional.empty();
        }
    }

    /** Those of the keys that this very redis does not hold; it is asked for many at a time. */
    static List<String> missing(String address, List<String> keys) {
        List<String> missing = new ArrayList<>();
        try (Connection connection = connect(address, Addresses.REDIS_PORT, PATIENCE)) {
            for (int from = 0; from < keys.size(); from += MANY) {
                List<String> some = keys.subList(from, Math.min(keys.size(), from + MANY));
                if (held(connection, some) < some.size()) {
                    some.stream()
                            .filter(key -> held(connection, List.of(key)) == 0)
                            .forEach(missing::add);
                }
            }
        }
        return missing;
    }

    private static int held(Connection connection, List<String> keys) {
        String[] words = Stream.concat(Stream.of("EXISTS"), keys.stream()).toArray(String[]::new);
        return Integer.parseInt(ask(connection, words).orElseThrow());
    }
}
