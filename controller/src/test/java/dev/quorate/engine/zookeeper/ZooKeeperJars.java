package dev.quorate.engine.zookeeper;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real ZooKeeper that {@code deploy/ci/install-zookeeper.sh} has fetched: below {@code QUORATE_ZOOKEEPER_CACHE}, or
 * {@code ~/.cache/quorate/zookeeper}. Without it tests are skipped; with {@code QUORATE_REQUIRE_REAL=1} they fail.
 */
record ZooKeeperJars(Path directory, ZooKeeperVersion version) {

    static ZooKeeperJars of(int minor) {
        Path cache = Optional.ofNullable(System.getenv("QUORATE_ZOOKEEPER_CACHE"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "quorate", "zookeeper"));
        Optional<ZooKeeperJars> found = newest(cache, minor);
        String missing =
                "no ZooKeeper 3." + minor + " below " + cache + ": run deploy/ci/install-zookeeper.sh " + cache;
        if (found.isEmpty() && "1".equals(System.getenv("QUORATE_REQUIRE_REAL"))) {
            throw new AssertionError(missing);
        }
        assumeTrue(found.isPresent(), missing);
        return found.orElseThrow();
    }

    private static Optional<ZooKeeperJars> newest(Path cache, int minor) {
        return directories(cache).stream()
                .flatMap(directory -> ZooKeeperVersion.parse(
                        directory.getFileName().toString(), ZooKeeperDefaults.newest(ZooKeeperDefaults.ALL))
                        .map(version -> new ZooKeeperJars(directory, version))
                        .stream())
                .filter(jars -> jars.version().minor() == minor)
                .max(Comparator.comparingInt(jars -> jars.version().patch()));
    }

    private static List<Path> directories(Path cache) {
        if (!Files.isDirectory(cache)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(cache)) {
            return found.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
