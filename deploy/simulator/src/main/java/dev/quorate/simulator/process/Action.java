package dev.quorate.simulator.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.behaviour.Execution;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a probe asks and a lifecycle hook does: a command inside, an HTTP request or a connection from the node, or a wait. */
record Action(JsonNode handler, JsonNode container, String address, ContainerProcess process) {

    private static final int OK = 200;
    private static final int BAD = 400;

    /** What a kubelet says of the failure; absent where it went well. Blocks no longer than the patience. */
    Optional<String> failure(Duration patience) throws InterruptedException {
        try {
            if (handler.has("exec")) {
                return command(patience);
            }
            if (handler.has("httpGet")) {
                return http(handler.path("httpGet"), patience);
            }
            if (handler.has("tcpSocket")) {
                return connection(handler.path("tcpSocket"), patience);
            }
            if (handler.has("sleep")) {
                Thread.sleep(Math.min(
                        patience.toMillis(),
                        Duration.ofSeconds(handler.path("sleep").path("seconds").asLong())
                                .toMillis()));
                return Optional.empty();
            }
            return Optional.of("processes have no such probe or hook: " + handler);
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> command(Duration patience) throws IOException {
        List<String> words = handler.path("exec")
                .path("command")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
        Execution.Done done = process.execute(words, "", patience);
        return done.exitCode() == 0 ? Optional.empty() : Optional.of(done.out() + done.err());
    }

    /** Over a connection of its own each time, as a kubelet does. */
    private Optional<String> http(JsonNode request, Duration patience) throws IOException {
        String scheme = request.path("scheme").asText("HTTP");
        if (!scheme.equals("HTTP")) {
            return Optional.of("processes are not probed over " + scheme);
        }
        String path = request.path("path").asText("/");
        String host = request.path("host").asText(address);
        String url = "http://" + host + ":" + port(request.path("port")) + (path.startsWith("/") ? "" : "/") + path;
        HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection(Proxy.NO_PROXY);
        try {
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout((int) patience.toMillis());
            connection.setReadTimeout((int) patience.toMillis());
            connection.setRequestProperty("Connection", "close");
            for (JsonNode header : request.path("httpHeaders")) {
                connection.setRequestProperty(
                        header.path("name").asText(), header.path("value").asText());
            }
            int status = connection.getResponseCode();
            return status >= OK && status < BAD
                    ? Optional.empty()
                    : Optional.of("HTTP probe failed with statuscode: " + status);
        } catch (SocketTimeoutException late) {
            return Optional.of("Get \"" + url + "\": context deadline exceeded");
        } catch (IOException e) {
            return Optional.of("Get \"" + url + "\": " + e.getMessage());
        } finally {
            connection.disconnect();
        }
    }

    private Optional<String> connection(JsonNode asked, Duration patience) throws IOException {
        InetSocketAddress to = new InetSocketAddress(asked.path("host").asText(address), port(asked.path("port")));
        try (Socket socket = new Socket()) {
            socket.connect(to, (int) patience.toMillis());
            return Optional.empty();
        }
    }

    /** By number, or by the name of a container port. */
    private int port(JsonNode named) {
        return container
                .path("ports")
                .valueStream()
                .filter(port -> port.path("name").asText().equals(named.asText()))
                .map(port -> port.path("containerPort").asInt())
                .findFirst()
                .orElseGet(named::asInt);
    }
}
