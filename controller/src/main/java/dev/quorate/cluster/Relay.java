package dev.quorate.cluster;

import dev.quorate.engine.Reach.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port on the loopback that stands for one port of one pod: each connection to it becomes a port-forward. */
final class Relay implements PodReach.Way, AutoCloseable {

    private static final int BACKLOG = 16;

    private final Target target;
    private final PortForward forward;
    private final ServerSocket server;
    private final Set<Tunnel> tunnels = ConcurrentHashMap.newKeySet();
    private volatile Optional<String> refusal = Optional.empty();

    private Relay(Target target, PortForward forward, ServerSocket server) {
        this.target = target;
        this.forward = forward;
        this.server = server;
    }

    static Relay open(Target target, PortForward forward) throws IOException {
        ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Relay relay = new Relay(target, forward, server);
        Thread thread = new Thread(relay::accept, "port-forward-" + target.pod());
        thread.setDaemon(true);
        thread.start();
        return relay;
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    /** Why the newest connection got no further than to here. */
    @Override
    public Optional<String> refusal() {
        return refusal;
    }

    boolean closed() {
        return server.isClosed();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException broken) {
            throw new IllegalStateException("a listening socket on the loopback could not be closed", broken);
        }
        tunnels.forEach(Tunnel::close);
    }

    /** Ends with the socket, which {@link #close} closes under it. */
    private void accept() {
        try {
            while (true) {
                Socket local = server.accept();
                refusal = Optional.empty();
                Tunnel tunnel = new Tunnel(local, why -> refusal = Optional.of(why), tunnels::remove);
                tunnels.add(tunnel);
                tunnel.start(forward, target);
            }
        } catch (IOException end) {
            close();
        }
    }
}
