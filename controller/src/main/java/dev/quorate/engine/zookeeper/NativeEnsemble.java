package dev.quorate.engine.zookeeper;

import dev.quorate.engine.Reach;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.Stat;

/**
 * The real members: words of four letters on a bare connection, and changes through ZooKeeper's own client. A look opens no
 * session, since each session is two writes of the whole ensemble.
 */
final class NativeEnsemble implements Ensemble {

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration CHANGE = Duration.ofSeconds(8);
    private static final int MOST_BYTES = 1 << 16;

    private final Reach reach;

    NativeEnsemble(Reach reach) {
        this.reach = reach;
    }

    @Override
    public String ask(AppName app, Roster.Pod pod, Word word) throws NoReply {
        Reach.Address address = address(app, pod);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), (int) LOOK.toMillis());
            socket.setSoTimeout((int) LOOK.toMillis());
            socket.getOutputStream().write(word.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            String said = new String(socket.getInputStream().readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            if (said.isEmpty()) {
                throw new NoReply(pod.name() + " hung up", false);
            }
            return said;
        } catch (IOException e) {
            throw new NoReply(String.valueOf(e.getMessage()), false);
        }
    }

    @Override
    public Optional<ZooKeeperRefusal> change(AppName app, Roster.Pod via, Change change) throws NoReply {
        Reach.Address address = address(app, via);
        String password = reach.secret(app.namespace(), ZooKeeperPods.secretName(app.name()), ZooKeeperPods.PASSWORD);
        try (Session session = Session.open(via, address)) {
            return session.change(change, password);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoReply("stopped while " + via.name() + " worked on it", true);
        }
    }

    private Reach.Address address(AppName app, Roster.Pod pod) throws NoReply {
        return reach.dial(new Reach.Target(app.namespace(), pod.name(), pod.ip(), Addresses.CLIENT_PORT));
    }

    /** One connection for one change. It never connects again: whoever answers then may not be who was asked. */
    private record Session(ZooKeeperAdmin client) implements AutoCloseable {

        static Session open(Roster.Pod via, Reach.Address address) throws NoReply, InterruptedException {
            CountDownLatch connected = new CountDownLatch(1);
            Session session;
            try {
                session = new Session(new ZooKeeperAdmin(
                        address.host() + ":" + address.port(),
                        (int) CHANGE.toMillis(),
                        event -> connectedBy(event, connected),
                        config()));
            } catch (IOException e) {
                throw new NoReply(via.name() + ": " + e.getMessage(), false);
            }
            if (connected.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                return session;
            }
            session.close();
            throw new NoReply(via.name() + " opened no session within " + LOOK.toSeconds() + " s", false);
        }

        private static void connectedBy(WatchedEvent event, CountDownLatch connected) {
            if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
            }
        }

        private static ZKClientConfig config() {
            ZKClientConfig config = new ZKClientConfig();
            config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
            config.setProperty(ZKClientConfig.ZOOKEEPER_REQUEST_TIMEOUT, Long.toString(CHANGE.toMillis()));
            return config;
        }

        Optional<ZooKeeperRefusal> change(Change change, String password) throws InterruptedException {
            try {
                if (change.changesTheList()) {
                    client.addAuthInfo("digest", ("super:" + password).getBytes(StandardCharsets.UTF_8));
                    client.reconfigure(
                            change.joining().orElse(null),
                            change.leaving().orElse(null),
                            (String) null,
                            change.from(),
                            new Stat());
                }
                client.multi(List.of(Op.check("/", -1)));
                return Optional.empty();
            } catch (KeeperException e) {
                return Optional.of(refusal(e.code()));
            }
        }

        private static ZooKeeperRefusal refusal(KeeperException.Code code) {
            return switch (code) {
                case BADVERSION -> ZooKeeperRefusal.OTHER_LIST;
                case RECONFIGINPROGRESS -> ZooKeeperRefusal.IN_PROGRESS;
                case NEWCONFIGNOQUORUM -> ZooKeeperRefusal.NO_QUORUM;
                case NOAUTH, AUTHFAILED -> ZooKeeperRefusal.NOT_ALLOWED;
                case RECONFIGDISABLED -> ZooKeeperRefusal.SWITCHED_OFF;
                case CONNECTIONLOSS, SESSIONEXPIRED, OPERATIONTIMEOUT, REQUESTTIMEOUT -> ZooKeeperRefusal.NOT_KNOWN;
                default -> ZooKeeperRefusal.OTHER;
            };
        }

        @Override
        public void close() throws InterruptedException {
            client.close((int) LOOK.toMillis());
        }
    }
}
