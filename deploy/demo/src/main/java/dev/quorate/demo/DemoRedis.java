package dev.quorate.demo;

import dev.quorate.cli.CliException;
import dev.quorate.client.Members;
import dev.quorate.client.RedisMembers;
import dev.quorate.demo.Scene.Edit;
import dev.quorate.simulator.process.Image;
import dev.quorate.simulator.process.Images;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Redis and its sentinels as deploy/ci/install-redis.sh unpacks them, in two versions. */
final class DemoRedis implements DemoEngine {
    private static final String OLDER = "7.0.15";
    private static final String NEWER = "8.0.2";
    private static final String FILE = "apps/sessions/app.yaml";
    private static final String CURRENT = "version: \"8.0\"";
    private static final String BEFORE = "version: \"7.0\"";

    private static final int PORT = 6379;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Pattern IMAGE = Pattern.compile("(?:.*/)?redis:([0-9.]+)");

    private final Path cache;

    DemoRedis(Map<String, String> environment) {
        this.cache = Optional.ofNullable(environment.get("QUORATE_REDIS_CACHE"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "quorate", "redis"));
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
        if (tree(OLDER).isEmpty() || tree(NEWER).isEmpty()) {
            throw new CliException("There is no Redis " + OLDER + " and " + NEWER + " below " + cache
                    + ". Unpack them with deploy/ci/install-redis.sh " + cache);
        }
        return image -> {
            Matcher named = IMAGE.matcher(image);
            return named.matches() ? tree(named.group(1)).map(Image::tree) : Optional.empty();
        };
    }

    private Optional<Path> tree(String version) {
        return Optional.of(cache.resolve(version))
                .filter(root -> Files.isExecutable(root.resolve("usr/bin/redis-server")));
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
        return Template.version(OLDER, ":" + OLDER);
    }

    @Override
    public Template newer() {
        return Template.version(NEWER, ":" + NEWER);
    }

    @Override
    public Edit broken() {
        return new Edit(FILE, CURRENT, "version: \"8.0.99\"");
    }

    @Override
    public String noImage() {
        return "*redis:8.0.99";
    }
}
