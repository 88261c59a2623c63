package dev.quorate.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** Git's own http backend behind a real HTTP server on the loopback, with the ill behaviour that a test asks for. */
final class GitHttpServer implements AutoCloseable {

    static {
        // Without it each answer on a kept connection waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** Looks at a request before git does; true when it has been dealt with. */
    @FunctionalInterface
    interface Gate {
        boolean handled(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final String scheme;
    private final Path root;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Gate gate = exchange -> false;
    private volatile Optional<Runnable> answersLost = Optional.empty();

    private GitHttpServer(HttpServer server, String scheme, Path root) {
        this.server = server;
        this.scheme = scheme;
        this.root = root;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Serves the repositories in a folder. */
    static GitHttpServer start(Path root) throws IOException {
        return new GitHttpServer(HttpServer.create(anyPort(), 0), "http", root);
    }

    static GitHttpServer startTls(Path root, SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new GitHttpServer(server, "https", root);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    String url() {
        return scheme + "://" + authority() + "/remote.git";
    }

    String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Lets only requests with this Authorization header through. */
    GitHttpServer requireAuthorization(String header) {
        gate = exchange -> {
            if (header.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                return false;
            }
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
            return answer(exchange, 401);
        };
        return this;
    }

    GitHttpServer gate(Gate other) {
        gate = other;
        return this;
    }

    /** Takes pushes, but does something else and breaks the connection instead of answering them. */
    void loseAnswersToPushes(Runnable instead) {
        answersLost = Optional.of(instead);
    }

    /** The requests seen, as method and path. */
    List<String> requests() {
        return requests;
    }

    static boolean answer(HttpExchange exchange, int status) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
        return true;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        if (gate.handled(exchange)) {
            return;
        }
        try (exchange) {
            Cgi answer = Cgi.parse(runBackend(exchange));
            if (answersLost.isPresent() && exchange.getRequestURI().getPath().endsWith("/git-receive-pack")) {
                answersLost.get().run();
                return;
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private byte[] runBackend(HttpExchange exchange) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("git", "http-backend").redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        TestRemote.isolate(environment);
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        environment.put(
                "QUERY_STRING",
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        header(exchange, "Content-Type").ifPresent(value -> environment.put("CONTENT_TYPE", value));
        header(exchange, "Content-Encoding").ifPresent(value -> environment.put("HTTP_CONTENT_ENCODING", value));
        header(exchange, "Git-Protocol").ifPresent(value -> environment.put("GIT_PROTOCOL", value));
        byte[] body = exchange.getRequestBody().readAllBytes();
        environment.put("CONTENT_LENGTH", String.valueOf(body.length));
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(body);
        }
        return process.getInputStream().readAllBytes();
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** What a CGI program wrote: headers, an empty line, the body. */
    private record Cgi(int status, Map<String, String> headers, Body content) {

        byte[] body() {
            return content.bytes;
        }

        static Cgi parse(byte[] output) throws IOException {
            InputStream in = new ByteArrayInputStream(output);
            Map<String, String> headers = new LinkedHashMap<>();
            int status = 200;
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                int colon = line.indexOf(':');
                String name = line.substring(0, colon);
                String value = line.substring(colon + 1).strip();
                if (name.equals("Status")) {
                    status = Integer.parseInt(value.substring(0, 3));
                } else {
                    headers.put(name, value);
                }
            }
            return new Cgi(status, headers, new Body(in.readAllBytes()));
        }

        private static String line(InputStream in) throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                line.write(next);
            }
            return line.toString(StandardCharsets.US_ASCII).strip();
        }
    }

    private static final class Body {
        private final byte[] bytes;

        Body(byte[] bytes) {
            this.bytes = bytes;
        }
    }
}
