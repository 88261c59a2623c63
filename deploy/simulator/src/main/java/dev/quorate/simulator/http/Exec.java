package dev.quorate.simulator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.ApiServer;
import dev.quorate.simulator.api.Containers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/**
 * One command in a container. The first byte of each frame is its channel: input 0, output 1, errors 2, how it ended 3, the
 * size of the terminal 4, and 255 for the end of the channel that the second byte names. Public only because Jetty calls its
 * methods by handle.
 */
public final class Exec implements Session.Listener.AutoDemanding {

    /** What runs, and where. */
    record Command(Containers.Place place, List<String> words) {}

    /** Which streams the client wants. */
    record Streams(boolean in, boolean out, boolean err) {}

    private static final int INPUT = 0;
    private static final int OUTPUT = 1;
    private static final int ERRORS = 2;
    private static final int OUTCOME = 3;
    private static final int CLOSE = 255;
    private static final int LARGEST_FRAME = 32 * 1024;

    private final ApiServer api;
    private final Lock lock;
    private final Command command;
    private final Streams streams;
    private final String protocol;
    private final ByteArrayOutputStream input = new ByteArrayOutputStream();

    Exec(ApiServer api, Lock lock, Command command, Streams streams, String protocol) {
        this.api = api;
        this.lock = lock;
        this.command = command;
        this.streams = streams;
        this.protocol = protocol;
    }

    private Optional<Session> session = Optional.empty();

    @Override
    public void onWebSocketOpen(Session opened) {
        session = Optional.of(opened);
        run(opened, streams.in() ? Optional.empty() : Optional.of(""));
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        int channel = payload.hasRemaining() ? payload.get() & 0xff : CLOSE;
        if (channel == INPUT) {
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            input.writeBytes(bytes);
        } else if (channel == CLOSE && payload.hasRemaining() && payload.get() == INPUT) {
            session.ifPresent(opened -> run(opened, Optional.of(input.toString(StandardCharsets.UTF_8))));
        }
        callback.succeed();
    }

    /** A client that went away before the command ended, as one that waits no longer does, gets no answer. */
    @Override
    public void onWebSocketError(Throwable cause) {
        session = Optional.empty();
    }

    /** Runs the command, unless it needs an input that is not there yet. */
    private void run(Session opened, Optional<String> all) {
        Containers.Outcome outcome;
        lock.lock();
        try {
            outcome = api.run(command.place(), command.words(), all);
        } finally {
            lock.unlock();
        }
        if (outcome instanceof Containers.Begun begun) {
            CompletableFuture<Void> unused = begun.done().thenAcceptAsync(done -> answer(opened, done));
        } else if (!(outcome instanceof Containers.WaitsForInput)) {
            answer(opened, outcome);
        }
    }

    private void answer(Session opened, Containers.Outcome outcome) {
        if (!opened.isOpen()) {
            return;
        }
        if (streams.out()) {
            send(opened, OUTPUT, new byte[0]);
        }
        if (outcome instanceof Containers.Done done) {
            write(opened, streams.out(), OUTPUT, done.out());
            write(opened, streams.err(), ERRORS, done.err());
        }
        if (!protocol.equals("channel.k8s.io")) {
            send(opened, OUTCOME, status(outcome).toString().getBytes(StandardCharsets.UTF_8));
        }
        opened.close(StatusCode.NORMAL, "", Callback.NOOP);
    }

    private ObjectNode status(Containers.Outcome outcome) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.putObject("metadata");
        if (outcome instanceof Containers.Done done) {
            return done.exitCode() == 0 ? status.put("status", "Success") : failed(status, done.exitCode());
        }
        String reason = outcome instanceof Containers.CannotStart cannot ? cannot.reason() : "container not found";
        String why = "Internal error occurred: error executing command in container: failed to exec in container: "
                + "failed to start exec \"" + id() + "\": OCI runtime exec failed: exec failed: " + reason;
        status.put("status", "Failure").put("message", "Internal error occurred: " + why);
        status.put("reason", "InternalError");
        status.putObject("details").putArray("causes").addObject().put("message", why);
        return status.put("code", 500);
    }

    /** In the form in which container runtimes count what they start. */
    private String id() {
        UUID id = UUID.nameUUIDFromBytes(command.toString().getBytes(StandardCharsets.UTF_8));
        return id.toString().replace("-", "").repeat(2);
    }

    private ObjectNode failed(ObjectNode status, int code) {
        String how = protocol.startsWith("v5")
                ? "command terminated with exit code " + code
                : "error executing command [" + String.join(" ", command.words()) + "], exit code " + code;
        status.put("status", "Failure").put("message", "command terminated with non-zero exit code: " + how);
        status.put("reason", "NonZeroExitCode");
        ObjectNode cause = status.putObject("details").putArray("causes").addObject();
        cause.put("reason", "ExitCode").put("message", Integer.toString(code));
        return status;
    }

    private static void write(Session opened, boolean wanted, int channel, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int start = 0; wanted && start < bytes.length; start += LARGEST_FRAME) {
            int end = Math.min(bytes.length, start + LARGEST_FRAME);
            send(opened, channel, Arrays.copyOfRange(bytes, start, end));
        }
    }

    private static void send(Session opened, int channel, byte[] bytes) {
        ByteBuffer frame = ByteBuffer.allocate(bytes.length + 1);
        frame.put((byte) channel).put(bytes).flip();
        Callback.Completable sent = new Callback.Completable();
        opened.sendBinary(frame, sent);
        sent.join();
    }
}
