package dev.quorate.simulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One forwarding session. Port number i of the request has channel 2i for data and 2i+1 for errors; the first frame of each
 * channel holds the port as two bytes, lowest first. Public only because Jetty calls its methods by handle.
 */
public final class PortForward implements Session.Listener.AutoDemanding {

    private static final Logger LOG = LoggerFactory.getLogger(PortForward.class);
    private static final int BUFFER = 32 * 1024;
    private static final int BYTE = 8;

    private final PodNetwork network;
    private final String address;
    private final List<Integer> ports;
    private final List<Optional<Socket>> connections = new ArrayList<>();
    private Optional<Session> session = Optional.empty();

    PortForward(PodNetwork network, String address, List<Integer> ports) {
        this.network = network;
        this.address = address;
        this.ports = List.copyOf(ports);
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = Optional.of(opened);
        for (int i = 0; i < ports.size(); i++) {
            int port = ports.get(i);
            byte[] number = {(byte) port, (byte) (port >> BYTE)};
            send(opened, 2 * i, number, number.length);
            send(opened, 2 * i + 1, number, number.length);
            connections.add(connect(opened, i, port));
        }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        try {
            int channel = payload.get();
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            Optional<Socket> connection = channel % 2 == 0 && channel / 2 < connections.size()
                    ? connections.get(channel / 2)
                    : Optional.empty();
            if (connection.isPresent()) {
                connection.get().getOutputStream().write(bytes);
                connection.get().getOutputStream().flush();
            }
            callback.succeed();
        } catch (IOException e) {
            session.ifPresent(Session::close);
            callback.succeed();
        }
    }

    @Override
    public void onWebSocketClose(int statusCode, String reason, Callback callback) {
        closeConnections();
        callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        closeConnections();
    }

    private Optional<Socket> connect(Session opened, int index, int port) {
        try {
            Socket socket = network.connect(address, port);
            Thread reader = new Thread(() -> copy(opened, index, socket), "port-forward-" + address + "-" + port);
            reader.setDaemon(true);
            reader.start();
            return Optional.of(socket);
        } catch (IOException e) {
            byte[] text = ("error forwarding port " + port + " to pod at " + address + ": " + e.getMessage())
                    .getBytes(StandardCharsets.UTF_8);
            send(opened, 2 * index + 1, text, text.length);
            opened.close();
            return Optional.empty();
        }
    }

    /** From the pod to the client, until either is gone. */
    private static void copy(Session opened, int index, Socket socket) {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = socket.getInputStream()) {
            for (int read = in.read(buffer); read >= 0 && opened.isOpen(); read = in.read(buffer)) {
                send(opened, 2 * index, buffer, read);
            }
        } catch (IOException e) {
            LOG.debug("A forwarded connection broke", e);
        }
        opened.close();
    }

    private static void send(Session opened, int channel, byte[] bytes, int length) {
        ByteBuffer frame = ByteBuffer.allocate(length + 1);
        frame.put((byte) channel).put(bytes, 0, length).flip();
        Callback.Completable sent = new Callback.Completable();
        opened.sendBinary(frame, sent);
        try {
            sent.join();
        } catch (CompletionException e) {
            LOG.debug("A forwarding client is gone", e);
            opened.disconnect();
        }
    }

    private void closeConnections() {
        for (Optional<Socket> connection : connections) {
            connection.ifPresent(PortForward::close);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A forwarded connection did not close well", e);
        }
    }
}
