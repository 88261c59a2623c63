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

/** Redis and its sentinels, and a client of Redis; members are those of Redis, and the sentinels stand beside them. */
record Redis() implements MemberEngine {

    private static final int PORT = 6379;

    private static final String SENTINELS = "components: {sentinels: {replicas: 3, storage: {size: 100Mi},"
            + " pod: {spec: {affinity: {podAffinity: {}}}}}}";

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public Versions versions() {
        return new Versions("7.0", List.of("8.0"), Optional.empty());
    }

    @Override
    public String spec(String version, int replicas, String... more) {
        return MemberEngine.lines(name(), version, replicas, more) + SENTINELS + "\n";
    }

    /** A master, and one that has what it has. */
    @Override
    public int fewest() {
        return 2;
    }

    @Override
    public boolean knownByVolume() {
        return false;
    }

    /** Behind the one with the app's name is the master alone. */
    @Override
    public String service(AppLife app) {
        return app.name() + "-read";
    }

    /** Of Redis alone: the sentinels would be first to miss it. */
    @Override
    public String noImage() {
        return "redis: {image: \"" + Place.NO_IMAGE + "\", sentinelImage: \"redis:7.0.15\"}";
    }

    @Override
    public AppLife members(AppLife app) {
        return app.component("redis", app.name());
    }

    @Override
    public String setting() {
        return "config: {maxmemory: 200mb}";
    }

    @Override
    public void write(AppLife app, String key, String value) {
        ask(app, leader(app), client -> client.set(key, value));
    }

    @Override
    public String read(AppLife app, String key) {
        return ask(app, leader(app), client -> client.get(key));
    }

    private static int leader(AppLife app) {
        return app.roles().indexOf("leader");
    }

    @Override
    public void addStranger(AppLife app) {
        throw new UnsupportedOperationException("whoever follows the master of Redis is listed by the sentinels");
    }

    private static <T> T ask(AppLife app, int ordinal, Function<Jedis, T> question) {
        Reach.Address address = app.world().dial(app.pods().get(ordinal), PORT);
        JedisClientConfig config = DefaultJedisClientConfig.builder()
                .protocol(RedisProtocol.RESP2)
                .password(app.secret(app.name() + "-auth", "password"))
                .build();
        try (Jedis client = new Jedis(new HostAndPort(address.host(), address.port()), config)) {
            return question.apply(client);
        } catch (JedisException e) {
            throw new IllegalStateException("Redis " + app.name() + " did not do it", e);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
