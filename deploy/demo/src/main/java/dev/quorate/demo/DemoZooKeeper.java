package dev.quorate.demo;

import dev.quorate.cli.CliException;
import dev.quorate.client.Members;
import dev.quorate.client.ZooKeeperMembers;
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

/** ZooKeeper as deploy/ci/install-zookeeper.sh fetches it, in two versions, on the Java that runs the demo. */
final class DemoZooKeeper implements DemoEngine {
    private static final String OLDER = "3.8.4";
    private static final String NEWER = "3.9.5";
    private static final String FILE = "apps/registry/app.yaml";
    private static final String CURRENT = "version: \"3.9\"";
    private static final String BEFORE = "version: \"3.8\"";

    private static final int PORT = 2181;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Pattern IMAGE = Pattern.compile("(?:.*/)?zookeeper:([0-9.]+)");

    /** In place of the one of its release, which is not among the jars. */
    private static final String START = """
            #!/bin/sh
            set -eu
            [ "$1" = start-foreground ] || { echo "usage: zkServer.sh start-foreground FILE" >&2; exit 2; }
            exec java "-Xmx${ZK_SERVER_HEAP}m" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \\
                -cp "/opt/zookeeper/conf:/opt/zookeeper/lib/*" org.apache.zookeeper.server.quorum.QuorumPeerMain "$2"
            """;

    private static final String LOG = """
            <configuration>
              <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d %-5p %c{1} - %m%n</pattern></encoder>
              </appender>
              <root level="INFO"><appender-ref ref="console"/></root>
            </configuration>
            """;

    private final Path cache;

    DemoZooKeeper(Map<String, String> environment) {
        this.cache = Optional.ofNullable(environment.get("QUORATE_ZOOKEEPER_CACHE"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "quorate", "zookeeper"));
    }

    @Override
    public String name() {
        return "zookeeper";
    }

    @Override
    public String app() {
        return "registry";
    }

    @Override
    public Images programs() {
        if (jars(OLDER).isEmpty() || jars(NEWER).isEmpty()) {
            throw new CliException("There is no ZooKeeper " + OLDER + " and " + NEWER + " below " + cache
                    + ". Fetch them with deploy/ci/install-zookeeper.sh " + cache);
        }
        return image -> {
            Matcher named = IMAGE.matcher(image);
            return named.matches() ? jars(named.group(1)).map(DemoZooKeeper::image) : Optional.empty();
        };
    }

    private Optional<Path> jars(String version) {
        return Optional.of(cache.resolve(version)).filter(Files::isDirectory);
    }

    private static Image image(Path jars) {
        return Image.machine()
                .with("/opt/java/openjdk", Path.of(System.getProperty("java.home")))
                .with("/opt/zookeeper/lib", jars)
                .withText("/opt/zookeeper/bin/zkServer.sh", START)
                .withText("/opt/zookeeper/conf/logback.xml", LOG)
                .withCommandsOf("/opt/java/openjdk/bin")
                .withCommandsOf("/opt/zookeeper/bin");
    }

    @Override
    public Members members(DemoCluster cluster) {
        return new ZooKeeperMembers(PATIENCE);
    }

    @Override
    public int port() {
        return PORT;
    }

    /** They know no lists of nodes. */
    @Override
    public boolean simulated() {
        return false;
    }

    /** Its observer. */
    @Override
    public int others(int voters) {
        return 1;
    }

    /** What serves its metrics is not among the jars. */
    @Override
    public List<Edit> beginning() {
        return List.of(new Edit(FILE, CURRENT, BEFORE), new Edit(FILE, "metrics: true ", "metrics: false"));
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
        return new Edit(FILE, CURRENT, "version: \"3.9.99\"");
    }

    @Override
    public String noImage() {
        return "*zookeeper:3.9.99";
    }
}
