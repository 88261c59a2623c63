package dev.quorate.forge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Git's own http backend on a free port of 127.0.0.1, with its moods. */
public final class GitServer implements AutoCloseable {

    static {
        // Without it each answer on a kept connection waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** How it treats those who ask. */
    public enum Mood {
        SERVES,
        /** Takes connections and says nothing. */
        HANGS,
        REFUSES,
        /** Does what it is asked for, and breaks the connection instead of saying so. */
        LOSES_ANSWERS
    }

    private static final int UNAVAILABLE = 503;

    private final HttpServer server;
    private final Path root;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "git-server");
        thread.setDaemon(true);
        return thread;
    });
    private Mood mood = Mood.SERVES;

    private GitServer(HttpServer server, Path root) {
        this.server = server;
        this.root = root;
    }

    /** Serves the repositories in a folder. */
    public static GitServer start(Path root) throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        GitServer git = new GitServer(HttpServer.create(anyPort, 0), root);
        git.server.setExecutor(git.threads);
        git.server.createContext("/", git::handle);
        git.server.start();
        return git;
    }

    public String url(String repository) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + repository;
    }

    public synchronized void turn(Mood next) {
        mood = next;
        notifyAll();
    }

    private synchronized Mood awaitVoice() throws InterruptedException {
        while (mood == Mood.HANGS) {
            wait();
        }
        return mood;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Mood now = awaitVoice();
            if (now == Mood.REFUSES) {
                exchange.sendResponseHeaders(UNAVAILABLE, -1);
                return;
            }
            byte[] output = backend(exchange, body);
            if (now != Mood.LOSES_ANSWERS) {
                answer(exchange, new ByteArrayInputStream(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] backend(HttpExchange exchange, byte[] body) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("git", "http-backend").redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        GitCommand.isolate(environment);
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        environment.put(
                "QUERY_STRING",
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("CONTENT_LENGTH", String.valueOf(body.length));
        header(exchange, "Content-Type").ifPresent(value -> environment.put("CONTENT_TYPE", value));
        header(exchange, "Content-Encoding").ifPresent(value -> environment.put("HTTP_CONTENT_ENCODING", value));
        header(exchange, "Git-Protocol").ifPresent(value -> environment.put("GIT_PROTOCOL", value));
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(body);
        }
        return process.getInputStream().readAllBytes();
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** What the backend wrote: headers, an empty line, the body. */
    private static void answer(HttpExchange exchange, InputStream output) throws IOException {
        int status = 200;
        for (String line = line(output); !line.isEmpty(); line = line(output)) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon);
            String value = line.substring(colon + 1).strip();
            if (name.equals("Status")) {
                status = Integer.parseInt(value.substring(0, 3));
            } else {
                exchange.getResponseHeaders().set(name, value);
            }
        }
        byte[] body = output.readAllBytes();
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.US_ASCII).strip();
    }

    @Override
    public void close() {
        turn(Mood.SERVES);
        server.stop(0);
        threads.shutdownNow();
    }
}
