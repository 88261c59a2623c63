package dev.quorate.engine.etcd;

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
 * A real etcd that {@code deploy/ci/install-etcd.sh} has unpacked: below {@code QUORATE_ETCD_CACHE}, or
 * {@code ~/.cache/quorate/etcd}. Without it tests are skipped; with {@code QUORATE_REQUIRE_REAL=1} they fail.
 */
record EtcdBinary(Path path, EtcdVersion version) {

    static EtcdBinary of(int minor) {
        Path cache = Optional.ofNullable(System.getenv("QUORATE_ETCD_CACHE"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "quorate", "etcd"));
        Optional<EtcdBinary> found = newest(cache, minor);
        String missing = "no etcd 3." + minor + " below " + cache + ": run deploy/ci/install-etcd.sh " + cache;
        if (found.isEmpty() && "1".equals(System.getenv("QUORATE_REQUIRE_REAL"))) {
            throw new AssertionError(missing);
        }
        assumeTrue(found.isPresent(), missing);
        return found.orElseThrow();
    }

    private static Optional<EtcdBinary> newest(Path cache, int minor) {
        return directories(cache).stream()
                .flatMap(directory ->
                        EtcdVersion.parse(directory.getFileName().toString(), EtcdDefaults.newest(EtcdDefaults.ALL))
                                .map(version -> new EtcdBinary(directory.resolve("etcd"), version))
                                .stream())
                .filter(binary -> binary.version().minor() == minor && Files.isExecutable(binary.path()))
                .max(Comparator.comparingInt(binary -> binary.version().patch()));
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
