package dev.quorate.e2e;

import dev.quorate.cluster.ApiRequest;
import dev.quorate.engine.Reach;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.data.Stat;

/** ZooKeeper, and its own client. */
record ZooKeeper() implements MemberEngine {

    private static final int PORT = 2181;
    private static final int SESSION = 10_000;

    @Override
    public String name() {
        return "zookeeper";
    }

    @Override
    public Versions versions() {
        return new Versions("3.8", List.of("3.9"), Optional.empty());
    }

    @Override
    public String spec(String version, int replicas, String... more) {
        return MemberEngine.lines(name(), version, replicas, more);
    }

    @Override
    public String setting() {
        return "config: {maxClientCnxns: 200}";
    }

    @Override
    public void prepare(AppLife app) {
        app.world()
                .write(
                        "POST",
                        app.world().path("/api/v1/namespaces/%s/secrets"),
                        ApiRequest.JSON,
                        World.json("{\"metadata\": {\"name\": \"" + app.name()
                                + "-superuser\"}, \"stringData\": {\"password\": \"only for this test\"}}"));
    }

    @Override
    public void write(AppLife app, String key, String value) {
        ask(
                app,
                client -> client.create(
                        "/" + key,
                        value.getBytes(StandardCharsets.UTF_8),
                        ZooDefs.Ids.OPEN_ACL_UNSAFE,
                        CreateMode.PERSISTENT));
    }

    @Override
    public String read(AppLife app, String key) {
        return ask(app, client -> {
            client.sync("/" + key, (code, path, context) -> {}, "");
            return new String(client.getData("/" + key, false, new Stat()), StandardCharsets.UTF_8);
        });
    }

    @Override
    public void addStranger(AppLife app) {
        String password = app.secret(app.name() + "-superuser", "password");
        ask(app, client -> {
            client.addAuthInfo("digest", ("super:" + password).getBytes(StandardCharsets.UTF_8));
            String line = "server.99=somewhere-else:2888:3888:participant;0.0.0.0:2181";
            return client.reconfigure(line, null, null, -1, new Stat());
        });
    }

    private interface Question<T> {
        T to(ZooKeeperAdmin client) throws KeeperException, InterruptedException;
    }

    private static <T> T ask(AppLife app, Question<T> question) {
        Reach.Address address = app.world().dial(app.pods().get(0), PORT);
        CountDownLatch connected = new CountDownLatch(1);
        try (ZooKeeperAdmin client = new ZooKeeperAdmin(
                address.host() + ":" + address.port(), SESSION, event -> connected.countDown())) {
            if (!connected.await(SESSION, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("no session with " + app.name());
            }
            return question.to(client);
        } catch (IOException | KeeperException e) {
            throw new IllegalStateException("ZooKeeper " + app.name() + " did not do it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while ZooKeeper " + app.name() + " was asked", e);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
