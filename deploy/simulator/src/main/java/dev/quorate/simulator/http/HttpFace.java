package dev.quorate.simulator.http;

import dev.quorate.simulator.api.ApiServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/** The API server on a free port of 127.0.0.1, until it is closed. All use of the API happens under the simulator's lock. */
public final class HttpFace implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int MOST_THREADS = 64;
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final Server server;
    private final ServerConnector connector;
    private final FaceFaults faults = new FaceFaults();
    private final ApiServer api;
    private final Lock lock;
    /** Bound and never listening while the server is down, or somebody else could be given its port meanwhile. */
    private Optional<Socket> held = Optional.empty();

    private HttpFace(ApiServer api, Lock lock, PodNetwork network) {
        this.api = api;
        this.lock = lock;
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
        threads.setName("simulator-http");
        threads.setDaemon(true);
        this.server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        connector.setHost(HOST);
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        ServerWebSocketContainer sockets = ServerWebSocketContainer.ensure(server);
        PortForwards portForwards = new PortForwards(api, lock, network, sockets);
        server.setHandler(new FaceHandler(api, lock, faults, portForwards, new Execs(api, lock, sockets)));
    }

    /** @param lock the simulator's one lock */
    public static HttpFace start(ApiServer api, Lock lock, PodNetwork network) {
        HttpFace face = new HttpFace(api, lock, network);
        run("start", face.server::start);
        return face;
    }

    public URI uri() {
        return URI.create("http://" + HOST + ":" + connector.getLocalPort());
    }

    /** What goes wrong between clients and this server. */
    public FaceFaults faults() {
        return faults;
    }

    /** Ends all watches without a word; clients come back with the last version they saw. */
    public void dropWatches() {
        lock.lock();
        try {
            api.endWatches();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody listens any more: connections break and new ones are refused, until {@link #comeBack()}. */
    public void goDown() {
        int port = connector.getLocalPort();
        dropWatches();
        run("stop", connector::stop);
        connector.setPort(port);
        run("keep its port", () -> held = Optional.of(bound(port)));
    }

    /** Listens again on the same port. */
    public void comeBack() {
        run("let its port go", this::release);
        run("start", connector::start);
    }

    private static Socket bound(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private void release() throws IOException {
        if (held.isPresent()) {
            held.get().close();
            held = Optional.empty();
        }
    }

    /** Writes a kubeconfig for this server; its one context is the current one. */
    public void writeKubeconfig(Path file) throws IOException {
        Files.writeString(file, """
                apiVersion: v1
                kind: Config
                clusters:
                - name: simulator
                  cluster:
                    server: %s
                users:
                - name: simulator
                  user: {}
                contexts:
                - name: simulator
                  context:
                    cluster: simulator
                    user: simulator
                    namespace: default
                current-context: simulator
                """.formatted(uri()));
    }

    @Override
    public void close() {
        dropWatches();
        faults.heal();
        run("let its port go", this::release);
        run("stop", server::stop);
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void run(String what, Step step) {
        try {
            step.run();
        } catch (Exception e) {
            throw new IllegalStateException("The simulator's HTTP server did not " + what + ": " + e.getMessage(), e);
        }
    }
}
