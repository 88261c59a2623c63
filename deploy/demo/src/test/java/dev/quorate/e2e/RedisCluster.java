package dev.quorate.e2e;

import dev.quorate.engine.Reach;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/** Redis Cluster in shards of two, and a client that goes where it is sent. */
record RedisCluster() implements MemberEngine {

    private static final int PORT = 6379;

    @Override
    public String name() {
        return "redis-cluster";
    }

    @Override
    public Versions versions() {
        return new Versions("7.0", List.of("8.0"), Optional.empty());
    }

    @Override
    public String spec(String version, int replicas, String... more) {
        return MemberEngine.lines(name(), version, replicas, more);
    }

    /** Three shards. */
    @Override
    public int fewest() {
        return 6;
    }

    @Override
    public int usual() {
        return 6;
    }

    /** A shard more. */
    @Override
    public int more() {
        return 8;
    }

    @Override
    public String setting() {
        return "config: {maxmemory: 200mb}";
    }

    @Override
    public void write(AppLife app, String key, String value) {
        askOwner(app, key, client -> client.set(key, value));
    }

    @Override
    public String read(AppLife app, String key) {
        return askOwner(app, key, client -> client.get(key));
    }

    @Override
    public void addStranger(AppLife app) {
        throw new UnsupportedOperationException("nodes of Redis Cluster join by themselves");
    }

    /** Whom the first one sends us to is named by its host, which begins with the pod's name. */
    private static <T> T askOwner(AppLife app, String key, Function<Jedis, T> question) {
        try {
            return ask(app, 0, question);
        } catch (JedisMovedDataException elsewhere) {
            String pod = elsewhere.getTargetNode().getHost().split("\\.", 2)[0];
            return ask(app, Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1)), question);
        } catch (JedisException e) {
            throw new IllegalStateException("Redis Cluster " + app.name() + " did not do it with " + key, e);
        }
    }

    private static <T> T ask(AppLife app, int ordinal, Function<Jedis, T> question) {
        Reach.Address address = app.world().dial(app.pods().get(ordinal), PORT);
        JedisClientConfig config = DefaultJedisClientConfig.builder()
                .protocol(RedisProtocol.RESP2)
                .password(app.secret(app.name() + "-auth", "password"))
                .build();
        try (Jedis client = new Jedis(new HostAndPort(address.host(), address.port()), config)) {
            return question.apply(client);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
