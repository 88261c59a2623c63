package dev.quorate.demo;

import dev.quorate.cli.CliException;
import dev.quorate.simulator.process.Image;
import dev.quorate.simulator.process.Images;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Redis as deploy/ci/install-redis.sh unpacks it, in two versions. */
record RedisTrees(Path cache) {
    static final String OLDER = "7.0.15";
    static final String NEWER = "8.0.2";

    /** An image that nobody has; a star stands for anything. */
    static final String NONE = "*redis:8.0.99";

    private static final Pattern IMAGE = Pattern.compile("(?:.*/)?redis:([0-9.]+)");

    static RedisTrees of(Map<String, String> environment) {
        return new RedisTrees(Optional.ofNullable(environment.get("QUORATE_REDIS_CACHE"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "quorate", "redis")));
    }

    Images images() {
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
}
