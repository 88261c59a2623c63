package dev.quorate.engine.zookeeper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;

/** Data as a client of ZooKeeper writes and reads it, through one member and a session of its own each time. */
record Nodes(String address) {

    /** For everybody. The client asks it whether it contains null, which a List.of does not bear. */
    static final List<ACL> OPEN = Collections.singletonList(new ACL(ZooDefs.Perms.ALL, new Id("world", "anyone")));

    private static final int TIMEOUT = 4000;

    private interface Use<T> {
        T of(ZooKeeper client) throws KeeperException, InterruptedException;
    }

    /** True if the write was acknowledged. */
    boolean write(String key, String value) {
        byte[] data = value.getBytes(StandardCharsets.UTF_8);
        return with(client -> {
                    try {
                        client.create("/" + key, data, OPEN, CreateMode.PERSISTENT);
                    } catch (KeeperException.NodeExistsException there) {
                        client.setData("/" + key, data, -1);
                    }
                    return true;
                })
                .orElse(false);
    }

    /** What this very member holds. */
    Optional<String> read(String key) {
        return with(client -> new String(client.getData("/" + key, false, null), StandardCharsets.UTF_8));
    }

    /** Those of the keys of a {@link Writer} that this member does not have with their values. */
    List<String> without(List<String> keys) {
        return with(client -> {
                    client.multi(List.of(Op.check("/", -1))); // it has all that was written before this
                    List<String> missing = new ArrayList<>();
                    for (String key : keys) {
                        byte[] data = client.exists("/" + key, false) == null
                                ? new byte[0]
                                : client.getData("/" + key, false, null);
                        if (!new String(data, StandardCharsets.UTF_8).equals(key.replace('w', 'v'))) {
                            missing.add(key);
                        }
                    }
                    return missing;
                })
                .orElseThrow();
    }

    private <T> Optional<T> with(Use<T> use) {
        CountDownLatch connected = new CountDownLatch(1);
        ZKClientConfig config = new ZKClientConfig();
        config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
        config.setProperty(ZKClientConfig.ZOOKEEPER_REQUEST_TIMEOUT, Integer.toString(TIMEOUT));
        try {
            ZooKeeper client = new ZooKeeper(
                    address + ":" + Addresses.CLIENT_PORT,
                    TIMEOUT,
                    event -> {
                        if (event.getState() == KeeperState.SyncConnected) {
                            connected.countDown();
                        }
                    },
                    config);
            try {
                return connected.await(TIMEOUT, TimeUnit.MILLISECONDS) ? Optional.of(use.of(client)) : Optional.empty();
            } catch (KeeperException notDone) {
                return Optional.empty();
            } finally {
                client.close(TIMEOUT);
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
