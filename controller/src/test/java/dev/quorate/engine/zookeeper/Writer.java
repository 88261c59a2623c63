package dev.quorate.engine.zookeeper;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/** A client that writes one node after the other all the while, and goes on by itself when its member goes. */
final class Writer implements AutoCloseable {

    private static final int TIMEOUT = 4000;

    private final ZooKeeper client;
    private final Thread thread = new Thread(this::write, "writer");
    private final List<String> acknowledged = new ArrayList<>();
    private volatile boolean ends;
    private int failed;
    private long longestPause;

    /** @param addresses of all members that there may ever be */
    Writer(List<String> addresses) throws Exception {
        ZKClientConfig config = new ZKClientConfig();
        config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
        client = new ZooKeeper(String.join(",", addresses), TIMEOUT, event -> {}, config);
        thread.start();
    }

    private void write() {
        long last = System.nanoTime();
        for (int number = 0; !ends; number++) {
            try {
                client.create(
                        "/w" + number,
                        ("v" + number).getBytes(StandardCharsets.UTF_8),
                        Nodes.OPEN,
                        CreateMode.PERSISTENT);
                acknowledged.add("w" + number);
                longestPause = Math.max(longestPause, System.nanoTime() - last);
                last = System.nanoTime();
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (KeeperException notDone) {
                failed++;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** The keys that were acknowledged, each with the value of its number. */
    List<String> end() throws InterruptedException {
        ends = true;
        thread.join();
        return acknowledged;
    }

    /** To be read after the end. */
    String figure() {
        return acknowledged.size() + " writes acknowledged, " + failed + " failed, longest pause "
                + TimeUnit.NANOSECONDS.toMillis(longestPause) + " ms";
    }

    @Override
    public void close() throws InterruptedException {
        end();
        client.close(TIMEOUT);
    }
}
