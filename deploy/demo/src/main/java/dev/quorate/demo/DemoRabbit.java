package dev.quorate.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.cli.CliException;
import dev.quorate.client.Members;
import dev.quorate.client.RabbitMembers;
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

/**
 * RabbitMQ as deploy/ci/install-rabbitmq.sh unpacks it. Of the two versions there neither leads to the other, so its update is one
 * of a setting.
 */
final class DemoRabbit implements DemoEngine {
    private static final String VERSION = "4.0.5";
    private static final String FILE = "apps/orders/app.yaml";
    private static final String CURRENT = "version: \"4.0\"";
    private static final String SETTING = "disk_free_limit.absolute: 200MB";
    private static final String ADDED = "channel_max = 500";

    private static final int PORT = 15672;
    private static final String LOGIN = "orders-default-user";
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Pattern IMAGE = Pattern.compile("(?:.*/)?rabbitmq:([0-9.]+)-management");

    /** Where the packages of Debian have what its image has on the usual path. */
    private static final String COMMANDS = "/usr/lib/rabbitmq/bin";

    /** One thread for each, which sleeps when there is nothing to do: all members share one machine. */
    private static final String MODEST = "+S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none";

    private final Path cache;

    DemoRabbit(Map<String, String> environment) {
        this.cache = Optional.ofNullable(environment.get("QUORATE_RABBITMQ_CACHE"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "quorate", "rabbitmq"));
    }

    @Override
    public String name() {
        return "rabbitmq";
    }

    @Override
    public String app() {
        return "orders";
    }

    @Override
    public Images programs() {
        if (tree(VERSION).isEmpty()) {
            throw new CliException("There is no RabbitMQ " + VERSION + " below " + cache
                    + ". Unpack it with deploy/ci/install-rabbitmq.sh " + cache + " trixie");
        }
        return image -> {
            Matcher named = IMAGE.matcher(image);
            return named.matches() ? tree(named.group(1)).map(DemoRabbit::image) : Optional.empty();
        };
    }

    private Optional<Path> tree(String version) {
        return Optional.of(cache.resolve(version))
                .filter(root -> Files.isExecutable(root.resolve("usr/lib/rabbitmq/bin/rabbitmq-server")));
    }

    private static Image image(Path root) {
        return Image.tree(root)
                .withCommandsOf(COMMANDS)
                .withVariable("LANG", "C.UTF-8")
                .withVariable("ERL_AFLAGS", MODEST);
    }

    @Override
    public Members members(DemoCluster cluster) {
        return new RabbitMembers(PATIENCE, cluster.secret(LOGIN, "username"), cluster.secret(LOGIN, "password"));
    }

    @Override
    public int port() {
        return PORT;
    }

    @Override
    public Optional<String> metrics() {
        return Optional.of("prometheus");
    }

    @Override
    public List<Edit> beginning() {
        return List.of();
    }

    @Override
    public Edit update() {
        return new Edit(FILE, SETTING, SETTING + "\n    channel_max: \"500\"");
    }

    @Override
    public Template older() {
        return Template.version(VERSION, ":" + VERSION + "-management");
    }

    @Override
    public Template newer() {
        return new Template("has " + ADDED, DemoRabbit::hasSetting);
    }

    private static boolean hasSetting(JsonNode pod) {
        return pod.at("/spec/initContainers/0/env")
                .valueStream()
                .anyMatch(variable -> variable.path("value").asText().contains(ADDED));
    }

    @Override
    public Edit broken() {
        return new Edit(FILE, CURRENT, "version: \"4.1\"");
    }

    @Override
    public String noImage() {
        return "*rabbitmq:4.1.*";
    }
}
