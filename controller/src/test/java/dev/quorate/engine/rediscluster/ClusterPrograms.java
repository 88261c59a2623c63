package dev.quorate.engine.rediscluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A real Redis that {@code deploy/ci/install-redis.sh} has unpacked: below {@code QUORATE_REDIS_CACHE}, or
 * {@code ~/.cache/quorate/redis}. Without it tests are skipped; with {@code QUORATE_REQUIRE_REAL=1} they fail.
 *
 * @param directory of its programs, as they run without entering the tree that they are in
 */
record ClusterPrograms(Path directory) {

    static ClusterPrograms of(String version) {
        Path cache = Optional.ofNullable(System.getenv("QUORATE_REDIS_CACHE"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "quorate", "redis"));
        Path directory = cache.resolve(version).resolve("outside");
        boolean there = Files.isExecutable(directory.resolve("redis-server"));
        String missing = "no Redis " + version + " below " + cache + ": run deploy/ci/install-redis.sh " + cache;
        if (!there && "1".equals(System.getenv("QUORATE_REQUIRE_REAL"))) {
            throw new AssertionError(missing);
        }
        assumeTrue(there, missing);
        return new ClusterPrograms(directory);
    }

    /** The search path of a pod. */
    String path() {
        return directory + ":" + System.getenv("PATH");
    }
}
