package dev.quorate.demo;

import dev.quorate.cli.CliException;
import dev.quorate.client.EtcdMembers;
import dev.quorate.client.Members;
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

/** etcd as deploy/ci/install-etcd.sh unpacks it, in two versions. */
final class DemoEtcd implements DemoEngine {
    private static final String OLDER = "3.4.23";
    private static final String NEWER = "3.5.16";
    private static final String FILE = "apps/locks/app.yaml";
    private static final String CURRENT = "version: \"3.5\"";

    /** Of so old a version the app itself must name an image. */
    private static final String NAMED = "version: \"3.4\"\n  etcd: {image: \"etcd:v3.4.23\"}\n ";

    private static final int PORT = 2379;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Pattern IMAGE = Pattern.compile("(?:.*/)?[^/]*etcd:v([0-9.]+)");
    private static final Pattern SHELL = Pattern.compile("(?:.*/)?busybox(?::.*)?");

    private final Path cache;

    DemoEtcd(Map<String, String> environment) {
        this.cache = Optional.ofNullable(environment.get("QUORATE_ETCD_CACHE"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "quorate", "etcd"));
    }

    @Override
    public String name() {
        return "etcd";
    }

    @Override
    public String app() {
        return "locks";
    }

    @Override
    public Images programs() {
        if (program(OLDER).isEmpty() || program(NEWER).isEmpty()) {
            throw new CliException("There is no etcd " + OLDER + " and " + NEWER + " below " + cache
                    + ". Unpack them with deploy/ci/install-etcd.sh " + cache + " bookworm trixie");
        }
        return image -> SHELL.matcher(image).matches() ? Optional.of(Image.machine()) : etcd(image);
    }

    private Optional<Image> etcd(String image) {
        Matcher named = IMAGE.matcher(image);
        return named.matches()
                ? program(named.group(1)).map(file -> Image.machine().with("/usr/local/bin/etcd", file))
                : Optional.empty();
    }

    private Optional<Path> program(String version) {
        return Optional.of(cache.resolve(version).resolve("etcd")).filter(Files::isExecutable);
    }

    @Override
    public Members members(DemoCluster cluster) {
        return new EtcdMembers(PATIENCE);
    }

    @Override
    public int port() {
        return PORT;
    }

    @Override
    public Optional<String> metrics() {
        return Optional.of("client");
    }

    @Override
    public List<Edit> beginning() {
        return List.of(new Edit(FILE, CURRENT, NAMED));
    }

    @Override
    public Edit update() {
        return new Edit(FILE, NAMED, CURRENT);
    }

    @Override
    public Template older() {
        return Template.version(OLDER, ":v" + OLDER);
    }

    @Override
    public Template newer() {
        return Template.version(NEWER, ":v" + NEWER);
    }

    @Override
    public Edit broken() {
        return new Edit(FILE, CURRENT, "version: \"3.5.99\"");
    }

    @Override
    public String noImage() {
        return "*etcd:v3.5.99";
    }
}
