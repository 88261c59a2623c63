package dev.quorate.engine.rabbitmq;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A real RabbitMQ that {@code deploy/ci/install-rabbitmq.sh} has unpacked, with all that it needs: below {@code
 * QUORATE_RABBITMQ_CACHE}, or {@code ~/.cache/quorate/rabbitmq}. Without it, or where no namespaces can be made, tests are
 * skipped; with {@code QUORATE_REQUIRE_REAL=1} they fail.
 */
record RabbitTree(Path root) {

    private static final String IN_NAMESPACE = """
            set -e
            root=$1 home=$2
            shift 2
            mount -t proc proc "$root/proc"
            mount --rbind /dev "$root/dev"
            mount -t tmpfs tmpfs "$root/tmp"
            mount --bind "$home" "$root/quorate"
            mount --bind "$home/hosts" "$root/etc/hosts"
            exec chroot "$root" /usr/bin/env -i PATH=/usr/lib/rabbitmq/bin:/usr/bin:/usr/sbin LC_ALL=C.UTF-8 "$@"
            """;

    static RabbitTree of(String version) {
        Path cache = Optional.ofNullable(System.getenv("QUORATE_RABBITMQ_CACHE"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "quorate", "rabbitmq"));
        Path root = cache.resolve(version);
        require(
                Files.isExecutable(root.resolve("usr/lib/rabbitmq/bin/rabbitmq-server")),
                "no RabbitMQ " + version + " below " + cache + ": run deploy/ci/install-rabbitmq.sh " + cache);
        require(namespaces(), "no namespaces can be made here, and a RabbitMQ with a root tree of its own needs them");
        return new RabbitTree(root);
    }

    private static void require(boolean there, String missing) {
        if (!there && "1".equals(System.getenv("QUORATE_REQUIRE_REAL"))) {
            throw new AssertionError(missing);
        }
        assumeTrue(there, missing);
    }

    private static boolean namespaces() {
        try {
            List<String> words = new ArrayList<>(unshare());
            words.add("true");
            return new ProcessBuilder(words).start().waitFor() == 0;
        } catch (IOException none) {
            return false;
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Processes of their own, so that all of them end with the first. */
    private static List<String> unshare() {
        boolean root = "root".equals(System.getProperty("user.name"));
        List<String> words = new ArrayList<>(List.of("unshare"));
        if (!root) {
            words.add("--map-root-user");
        }
        words.addAll(List.of("--mount", "--pid", "--fork", "--kill-child"));
        return words;
    }

    /** @param home what the command finds as /quorate, with a file of hosts in it */
    ProcessBuilder command(Path home, List<String> words) {
        List<String> all = new ArrayList<>(unshare());
        all.addAll(List.of("sh", "-c", IN_NAMESPACE, "-", root.toString(), home.toString()));
        all.addAll(words);
        return new ProcessBuilder(all);
    }
}
