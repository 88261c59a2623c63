package dev.quorate.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quorate.cluster.ApiCalls;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** What a kubelet and a metrics collector ask: alive, ready, and a few numbers. */
final class HealthServer implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final Optional<HttpServer> server;
    private volatile Optional<RunningController> controller = Optional.empty();

    private HealthServer(Optional<HttpServer> server) {
        this.server = server;
    }

    /** Listens on all addresses, since a kubelet comes from outside of the pod; on none without a port. */
    static HealthServer listen(Optional<Integer> port) {
        if (port.isEmpty()) {
            return new HealthServer(Optional.empty());
        }
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(port.get()), 0);
            HealthServer health = new HealthServer(Optional.of(http));
            http.createContext("/healthz", exchange -> answer(exchange, 200, TEXT, "ok\n"));
            http.createContext("/readyz", health::ready);
            http.createContext("/metrics", health::metrics);
            http.start();
            return health;
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port.get() + " cannot be listened on: " + e.getMessage(), e);
        }
    }

    /** Where it listens, for those who let the system choose. */
    Optional<InetSocketAddress> address() {
        return server.map(HttpServer::getAddress);
    }

    void ready(RunningController running) {
        controller = Optional.of(running);
    }

    @Override
    public void close() {
        server.ifPresent(http -> http.stop(0));
    }

    private void ready(HttpExchange exchange) throws IOException {
        boolean ready = controller.isPresent();
        answer(exchange, ready ? 200 : 503, TEXT, ready ? "ok\n" : "the cluster's objects are not listed yet\n");
    }

    private void metrics(HttpExchange exchange) throws IOException {
        StringBuilder page = new StringBuilder();
        controller.ifPresent(running -> {
            gauge(page, "quorate_leading", "Whether this process holds the lease.", running.leading() ? 1 : 0);
            gauge(page, "quorate_apps", "Apps that the branch of specs names.", running.apps());
            requests(page, running.calls());
        });
        Runtime runtime = Runtime.getRuntime();
        gauge(page, "quorate_heap_bytes", "Heap in use.", runtime.totalMemory() - runtime.freeMemory());
        answer(exchange, 200, METRICS, page.toString());
    }

    private static void gauge(StringBuilder page, String name, String help, long value) {
        page.append("# HELP ").append(name).append(' ').append(help).append('\n');
        page.append("# TYPE ").append(name).append(" gauge\n");
        page.append(name).append(' ').append(value).append('\n');
    }

    private static void requests(StringBuilder page, Map<ApiCalls.Call, Long> calls) {
        page.append("# HELP quorate_api_requests_total Calls to the API server.\n");
        page.append("# TYPE quorate_api_requests_total counter\n");
        calls.forEach((call, count) -> page.append("quorate_api_requests_total{verb=\"")
                .append(call.verb())
                .append("\",resource=\"")
                .append(call.resource())
                .append("\"} ")
                .append(count)
                .append('\n'));
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
        exchange.close();
    }
}
