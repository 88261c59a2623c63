package dev.quorate.demo;

import dev.quorate.client.Members;
import dev.quorate.client.RedisMembers;
import dev.quorate.demo.Scene.Edit;
import dev.quorate.simulator.process.Images;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Redis and its sentinels. */
final class DemoRedis implements DemoEngine {
    private static final String FILE = "apps/sessions/app.yaml";
    private static final String CURRENT = "version: \"8.0\"";
    private static final String BEFORE = "version: \"7.0\"";

    private static final int PORT = 6379;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final RedisTrees trees;

    DemoRedis(Map<String, String> environment) {
        this.trees = RedisTrees.of(environment);
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public String app() {
        return "sessions";
    }

    @Override
    public Images programs() {
        return trees.images();
    }

    @Override
    public Members members(DemoCluster cluster) {
        return new RedisMembers(PATIENCE, cluster.secret("sessions-auth", "password"));
    }

    @Override
    public int port() {
        return PORT;
    }

    /** As many sentinels. */
    @Override
    public int others(int voters) {
        return voters;
    }

    /** They are known by their hosts, and whose volume is lost receives all of it anew. */
    @Override
    public boolean knownByVolume() {
        return false;
    }

    /** A master that hears of nobody still has what it has; it takes no writes. */
    @Override
    public boolean unreadyAlone() {
        return false;
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
