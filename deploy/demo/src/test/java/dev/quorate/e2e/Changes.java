package dev.quorate.e2e;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Changes that are played on apps of their own; all apps of a class side by side under one controller. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
abstract class Changes {

    private Optional<World> open = Optional.empty();

    /** @param folder for files that are gone at the end */
    abstract Place place(Path folder) throws Exception;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        String namespace = "quorate-e2e-" + UUID.randomUUID().toString().substring(0, 8);
        open = Optional.of(World.open(place(folder), folder, namespace));
    }

    @AfterAll
    void close() throws InterruptedException {
        if (open.isPresent()) {
            open.get().close();
        }
    }

    final World world() {
        return open.orElseThrow();
    }

    final AppLife plain(String name, int replicas) {
        AppLife app = world().app(name);
        app.commit("Add " + name, spec(replicas, "nginx:1.27"));
        app.awaitReady();
        return app;
    }

    /** @param more lines of the spec */
    static String spec(int replicas, String image, String... more) {
        return "engine: statefulset\nreplicas: " + replicas + "\nstatefulset: {image: \"" + image + "\"}\n"
                + String.join("\n", more) + "\n";
    }

    /** The engines with members; each row of theirs is played with each. */
    static Stream<MemberEngine> engines() {
        return Stream.of(new Etcd(), new ZooKeeper(), new RabbitMq(), new Redis());
    }

    /** Those of which somebody can add a member by a call; of the others it joins by itself, from a pod. */
    static Stream<MemberEngine> enginesThatAdd() {
        return Stream.of(new Etcd(), new ZooKeeper());
    }

    /** Three members, named after the row and their engine. */
    final AppLife three(MemberEngine engine, String row, String... more) {
        AppLife app = engine.members(world().app(row + "-" + engine.name()));
        app.commit("Add " + app.name(), engine.spec(3, more));
        app.awaitReady();
        return app;
    }
}
