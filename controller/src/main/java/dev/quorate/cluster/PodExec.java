package dev.quorate.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.quorate.engine.Reach.Command;
import dev.quorate.engine.Reach.Exit;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Reach.Target;
import dev.quorate.state.Kind;
import dev.quorate.state.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/** Runs commands in containers: one WebSocket to the API server carries what one of them prints, and how it ended. */
final class PodExec {

    private static final String PROTOCOL = "v5.channel.k8s.io";
    private static final JsonMapper JSON = new JsonMapper();

    private final ClientTransport transport;

    PodExec(ClientTransport transport) {
        this.transport = transport;
    }

    Exit run(Target target, Command command) throws NoReply {
        Conversation conversation = new Conversation();
        WebSocket socket = transport.webSocket(request(target, command), PROTOCOL, conversation);
        try {
            return conversation.exit.get(command.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            String why =
                    failed.getCause() == null ? "it failed" : failed.getCause().getMessage();
            throw new NoReply(said(target, command) + ": " + why, conversation.opened);
        } catch (TimeoutException late) {
            throw new NoReply(
                    said(target, command) + ": not done within "
                            + command.timeout().toSeconds() + " s",
                    true);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw new NoReply(said(target, command) + ": stopped while it ran", true);
        } finally {
            socket.cancel();
        }
    }

    private static String said(Target target, Command command) {
        return target.namespace() + "/" + target.pod() + ": " + String.join(" ", command.words());
    }

    private static ApiRequest request(Target target, Command command) {
        String path = Paths.object(new ObjectRef(Kind.POD, target.namespace(), target.pod())) + "/exec";
        return ApiRequest.get(path + "?" + ApiRequest.repeated("command", command.words()) + "&"
                + ApiRequest.repeated("container", List.of(command.container())) + "&stdout=true&stderr=true");
    }

    /** The first byte of each message is its channel: output 1, errors 2, how it ended 3. */
    private static final class Conversation extends WebSocketListener {
        private final CompletableFuture<Exit> exit = new CompletableFuture<>();
        private final StringBuilder out = new StringBuilder();
        private final StringBuilder err = new StringBuilder();
        private volatile boolean opened;

        @Override
        public void onOpen(WebSocket socket, Response response) {
            opened = true;
        }

        @Override
        public void onMessage(WebSocket socket, ByteString message) {
            String text = message.size() > 1 ? message.substring(1).string(StandardCharsets.UTF_8) : "";
            switch (message.size() == 0 ? 0 : message.getByte(0)) {
                case 1 -> out.append(text);
                case 2 -> err.append(text);
                case 3 -> ended(text);
                default -> {
                    // no other channel was asked for
                }
            }
        }

        @Override
        public void onClosing(WebSocket socket, int code, String reason) {
            exit.completeExceptionally(new IllegalStateException("it ended without a word"));
        }

        @Override
        public void onFailure(WebSocket socket, Throwable failure, Response response) {
            String why = response == null ? String.valueOf(failure.getMessage()) : "it answered " + response.code();
            exit.completeExceptionally(new IllegalStateException("the API server runs no command: " + why));
        }

        private void ended(String json) {
            try {
                JsonNode status = JSON.readTree(json);
                JsonNode cause = status.at("/details/causes/0");
                if (status.path("status").asText().equals("Success")) {
                    exit.complete(new Exit(0, out.toString(), err.toString()));
                } else if (cause.path("reason").asText().equals("ExitCode")) {
                    exit.complete(new Exit(cause.path("message").asInt(1), out.toString(), err.toString()));
                } else {
                    exit.completeExceptionally(
                            new IllegalStateException(status.path("message").asText()));
                }
            } catch (JsonProcessingException garbled) {
                exit.completeExceptionally(garbled);
            }
        }
    }
}
