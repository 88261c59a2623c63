package dev.quorate.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quorate.simulator.behaviour.PodListener;
import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the ports of running pods on the loopback network, so that any HTTP client can ask them. */
final class PodServers implements PodListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PodServers.class);

    /** Asks a simulated pod; called under the simulator's lock. */
    interface Pods {
        Optional<ProgramReply> request(String address, ProgramRequest request);
    }

    private final ReentrantLock lock;
    private final Pods pods;
    private final Map<String, List<HttpServer>> servers = new HashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "simulated-pod");
        thread.setDaemon(true);
        return thread;
    });

    PodServers(ReentrantLock lock, Pods pods) {
        this.lock = lock;
        this.pods = pods;
    }

    @Override
    public void opened(String address, List<Integer> ports) {
        List<HttpServer> opened = new ArrayList<>();
        for (int port : ports) {
            try {
                HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), port), 0);
                server.createContext("/", exchange -> answer(address, port, exchange));
                server.setExecutor(threads);
                server.start();
                opened.add(server);
            } catch (IOException e) {
                LOG.warn("Nothing listens on {}:{} for a simulated pod: {}", address, port, e.getMessage());
            }
        }
        servers.put(address, opened);
    }

    @Override
    public void closed(String address) {
        List<HttpServer> open = servers.remove(address);
        if (open != null) {
            open.forEach(server -> server.stop(0));
        }
    }

    private void answer(String address, int port, HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            ProgramRequest request = new ProgramRequest(
                    port, exchange.getRequestMethod(), exchange.getRequestURI().toString(), body);
            Optional<ProgramReply> reply = ask(address, request);
            if (reply.isPresent()) {
                TimeUnit.NANOSECONDS.sleep(reply.get().took().toNanos());
                send(exchange, reply.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<ProgramReply> ask(String address, ProgramRequest request) {
        lock.lock();
        try {
            return pods.request(address, request);
        } finally {
            lock.unlock();
        }
    }

    private static void send(HttpExchange exchange, ProgramReply reply) throws IOException {
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        List.copyOf(servers.keySet()).forEach(this::closed);
        threads.shutdownNow();
    }
}
