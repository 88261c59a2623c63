package dev.quorate.demo;

import dev.quorate.client.Members;
import dev.quorate.client.RedisClusterMembers;
import dev.quorate.demo.Scene.Edit;
import dev.quorate.simulator.process.Images;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Redis Cluster: three shards of a master and its replica, then four, then three. */
final class DemoRedisCluster implements DemoEngine {
    private static final String FILE = "apps/carts/app.yaml";
    private static final String CURRENT = "version: \"8.0\"";
    private static final String BEFORE = "version: \"7.0\"";

    private static final int PORT = 6379;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final RedisTrees trees;

    DemoRedisCluster(Map<String, String> environment) {
        this.trees = RedisTrees.of(environment);
    }

    @Override
    public String name() {
        return "redis-cluster";
    }

    @Override
    public String app() {
        return "carts";
    }

    @Override
    public Images programs() {
        return trees.images();
    }

    @Override
    public Members members(DemoCluster cluster) {
        return new RedisClusterMembers(PATIENCE, cluster.secret("carts-auth", "password"));
    }

    @Override
    public int port() {
        return PORT;
    }

    @Override
    public int usual() {
        return 6;
    }

    @Override
    public int more() {
        return 8;
    }

    @Override
    public List<Edit> beginning() {
        return List.of(new Edit(FILE, CURRENT, BEFORE));
    }

    @Override
    public Edit update() {
        return new Edit(FILE, BEFORE, CURRENT);
    }

    @Override
    public Template older() {
        return Template.version(RedisTrees.OLDER, ":" + RedisTrees.OLDER);
    }

    @Override
    public Template newer() {
        return Template.version(RedisTrees.NEWER, ":" + RedisTrees.NEWER);
    }

    @Override
    public Edit broken() {
        return new Edit(FILE, CURRENT, "version: \"8.0.99\"");
    }

    @Override
    public String noImage() {
        return RedisTrees.NONE;
    }
}
