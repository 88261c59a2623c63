package dev.quorate.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Members of Redis as any client sees them, each by its own address and port: a connection with each that is asked, which ends with
 * the first call that gets no answer. A write is acknowledged when a replica has it too, since a master that dies by itself takes
 * with it what it alone had.
 */
public final class RedisMembers implements Members {
    private static final Duration LONG_PATIENCE = Duration.ofMinutes(1);
    private static final long LOOK_MILLIS = 20;

    private final JedisClientConfig config;
    private final Duration patience;
    private final Map<String, Jedis> connections = new HashMap<>();
    private Optional<String> master = Optional.empty();

    /** @param patience with a member that does not answer */
    public RedisMembers(Duration patience, String password) {
        this.patience = patience;
        this.config = DefaultJedisClientConfig.builder()
                .protocol(RedisProtocol.RESP2)
                .timeoutMillis((int) patience.toMillis())
                .password(password)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .build();
    }

    @Override
    public synchronized boolean put(String address, String key, String value) {
        // Half the time: an answer that comes must not come too late.
        long wait = patience.toMillis() / 2;
        boolean acknowledged = ask(address, client -> {
                    client.set(key, value);
                    return client.waitReplicas(1, wait) > 0;
                })
                .orElse(false);
        if (acknowledged) {
            master = Optional.of(address);
        }
        return acknowledged;
    }

    /** What this member itself has, once it has come as far as the one that took the last write. */
    @Override
    public synchronized Optional<Map<String, String>> read(String address, String prefix) throws InterruptedException {
        long written = master.flatMap(this::offset).orElse(0L);
        long end = System.nanoTime() + LONG_PATIENCE.toNanos();
        while (offset(address).filter(reached -> reached >= written).isEmpty()) {
            if (System.nanoTime() > end) {
                return Optional.empty();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return ask(address, client -> values(client, prefix));
    }

    private static Map<String, String> values(Jedis client, String prefix) {
        Map<String, String> values = new TreeMap<>();
        List<String> keys = List.copyOf(client.keys(prefix + "*"));
        if (!keys.isEmpty()) {
            List<String> found = client.mget(keys.toArray(String[]::new));
            for (int each = 0; each < keys.size(); each++) {
                values.put(keys.get(each), String.valueOf(found.get(each)));
            }
        }
        return values;
    }

    /** How far it has come in what is written: a master by its second word, a replica by its fifth. */
    private Optional<Long> offset(String address) {
        return ask(address, client -> {
            List<Object> role = client.role();
            return (Long) role.get(role.size() > 3 ? 4 : 1);
        });
    }

    /** No answer from a member that comes or goes, or that is not the master. */
    private <T> Optional<T> ask(String address, Function<Jedis, T> question) {
        try {
            return Optional.of(question.apply(connections.computeIfAbsent(address, this::open)));
        } catch (JedisConnectionException gone) {
            Optional.ofNullable(connections.remove(address)).ifPresent(Jedis::close);
            return Optional.empty();
        } catch (JedisException refused) {
            return Optional.empty();
        }
    }

    private Jedis open(String address) {
        return new Jedis(HostAndPort.from(address), config);
    }

    @Override
    public synchronized void close() {
        connections.values().forEach(Jedis::close);
        connections.clear();
    }
}
