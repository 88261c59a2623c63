package dev.quorate.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.Stat;

/**
 * Members of ZooKeeper as any client sees them, each by its own address and port: a session with each that is asked, which ends
 * with the first call that fails. A key is a node below another.
 */
public final class ZooKeeperMembers implements Members {
    private static final int SESSION_MILLIS = 10_000;
    private static final int CLOSE_MILLIS = 1_000;

    private final Duration patience;
    private final ZKClientConfig config = new ZKClientConfig();
    private final Map<String, ZooKeeper> sessions = new HashMap<>();
    private final ExecutorService farewells = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "zookeeper-farewell");
        thread.setDaemon(true);
        return thread;
    });

    /** @param patience with a member that does not answer */
    public ZooKeeperMembers(Duration patience) {
        this.patience = patience;
        config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
        config.setProperty(ZKClientConfig.ZOOKEEPER_REQUEST_TIMEOUT, Long.toString(patience.toMillis()));
    }

    private interface Question<T> {
        T to(ZooKeeper client) throws KeeperException, InterruptedException;
    }

    @Override
    public boolean put(String address, String key, String value) throws InterruptedException {
        String path = "/" + key;
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return ask(address, client -> {
                    try {
                        create(client, path, bytes);
                        return true;
                    } catch (KeeperException.NoNodeException first) {
                        create(client, parent(path), new byte[0]);
                        create(client, path, bytes);
                        return true;
                    } catch (KeeperException.NodeExistsException already) {
                        // Another member was asked before, and its answer was lost.
                        return synced(client, path).equals(value);
                    }
                })
                .orElse(false);
    }

    private static void create(ZooKeeper client, String path, byte[] bytes)
            throws KeeperException, InterruptedException {
        client.create(path, bytes, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private static String synced(ZooKeeper client, String path) throws KeeperException, InterruptedException {
        client.sync(path, (code, synced, context) -> {}, "");
        return text(client, path);
    }

    private static String text(ZooKeeper client, String path) throws KeeperException, InterruptedException {
        return new String(client.getData(path, false, new Stat()), StandardCharsets.UTF_8);
    }

    /** @param prefix ends with a slash */
    @Override
    public Optional<Map<String, String>> read(String address, String prefix) throws InterruptedException {
        String parent = "/" + parent(prefix);
        return ask(address, client -> {
            synced(client, parent);
            Map<String, String> values = new TreeMap<>();
            for (String child : client.getChildren(parent, false)) {
                values.put(prefix + child, text(client, parent + "/" + child));
            }
            return values;
        });
    }

    private synchronized <T> Optional<T> ask(String address, Question<T> question) throws InterruptedException {
        try {
            Optional<ZooKeeper> session = session(address);
            return session.isPresent() ? Optional.of(question.to(session.get())) : Optional.empty();
        } catch (KeeperException e) {
            // A member that comes or goes: as good as no answer.
            Optional.ofNullable(sessions.remove(address)).ifPresent(this::leave);
            return Optional.empty();
        }
    }

    private Optional<ZooKeeper> session(String address) throws InterruptedException {
        Optional<ZooKeeper> known = Optional.ofNullable(sessions.get(address));
        if (known.isPresent()) {
            return known;
        }
        Optional<ZooKeeper> opened = open(address);
        opened.ifPresent(session -> sessions.put(address, session));
        return opened;
    }

    private Optional<ZooKeeper> open(String address) throws InterruptedException {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper session;
        try {
            session = new ZooKeeper(address, SESSION_MILLIS, event -> heard(event, connected), config);
        } catch (IOException e) {
            return Optional.empty();
        }
        if (connected.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return Optional.of(session);
        }
        leave(session);
        return Optional.empty();
    }

    private static void heard(WatchedEvent event, CountDownLatch connected) {
        if (event.getState() == KeeperState.SyncConnected) {
            connected.countDown();
        }
    }

    /** Aside: a member that does not answer keeps whoever says goodbye to it. */
    private void leave(ZooKeeper session) {
        farewells.execute(() -> end(session));
    }

    private static void end(ZooKeeper session) {
        try {
            session.close(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        sessions.values().forEach(ZooKeeperMembers::end);
        sessions.clear();
        farewells.shutdown();
    }
}
