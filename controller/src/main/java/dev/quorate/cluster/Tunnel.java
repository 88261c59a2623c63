package dev.quorate.cluster;

import dev.quorate.engine.Reach.Target;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.Buffer;
import okio.ByteString;

/**
 * One connection through a port-forward. Each message begins with its channel, 0 for data and 1 for the reason of a failure,
 * and the first one on each channel only repeats the port.
 */
final class Tunnel extends WebSocketListener {

    private static final byte DATA = 0;
    private static final int CHUNK = 16 << 10;
    private static final int END_OF_STREAM = -1;
    private static final int NORMAL = 1000;

    private final Socket local;
    private final Consumer<String> onRefused;
    private final Consumer<Tunnel> onEnd;
    private final boolean[] announced = new boolean[2];
    private volatile Optional<WebSocket> remote = Optional.empty();
    private volatile boolean answered;

    Tunnel(Socket local, Consumer<String> onRefused, Consumer<Tunnel> onEnd) {
        this.local = local;
        this.onRefused = onRefused;
        this.onEnd = onEnd;
    }

    void start(PortForward forward, Target target) {
        WebSocket socket = forward.open(target, this);
        remote = Optional.of(socket);
        Thread thread = new Thread(() -> send(socket), "port-forward-" + target.pod() + "-send");
        thread.setDaemon(true);
        thread.start();
    }

    void close() {
        remote.ifPresent(socket -> socket.close(NORMAL, null));
        try {
            local.close();
        } catch (IOException broken) {
            throw new IllegalStateException("a socket on the loopback could not be closed", broken);
        }
        onEnd.accept(this);
    }

    @Override
    public void onMessage(WebSocket socket, ByteString message) {
        int channel = message.size() == 0 ? announced.length : message.getByte(0);
        if (channel < 0 || channel >= announced.length) {
            return;
        }
        if (!announced[channel]) {
            announced[channel] = true;
        } else if (channel == DATA) {
            answer(message.substring(1));
        } else {
            fail(message.substring(1).string(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
        close();
    }

    /** The API server refused the WebSocket, or the connection to it broke. */
    @Override
    public void onFailure(WebSocket socket, Throwable failure, Response response) {
        if (!announced[DATA]) {
            onRefused.accept("the API server opened no port-forward: " + why(failure, response));
        }
        close();
    }

    private static String why(Throwable failure, Response response) {
        return response == null ? String.valueOf(failure.getMessage()) : "it answered " + response.code();
    }

    private void answer(ByteString data) {
        answered = true;
        try {
            local.getOutputStream().write(data.toByteArray());
        } catch (IOException gone) {
            close();
        }
    }

    private void fail(String why) {
        if (!answered && why.toLowerCase(Locale.ROOT).contains("connection refused")) {
            onRefused.accept(why);
        }
        close();
    }

    private void send(WebSocket socket) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = local.getInputStream();
            int length = in.read(chunk);
            while (length != END_OF_STREAM) {
                socket.send(new Buffer().writeByte(DATA).write(chunk, 0, length).readByteString());
                length = in.read(chunk);
            }
            close();
        } catch (IOException gone) {
            close();
        }
    }
}
