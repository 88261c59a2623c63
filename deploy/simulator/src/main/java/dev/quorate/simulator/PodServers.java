package dev.quorate.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quorate.simulator.behaviour.PodListener;
import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import java.io.Closeable;
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

/** Opens the ports of running pods on the loopback network, so that any client can ask them. */
final class PodServers implements PodListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PodServers.class);

    /** Asks a simulated pod; called under the simulator's lock. */
    interface Pods {
        Optional<ProgramReply> request(String address, ProgramRequest request);
    }

    private final ReentrantLock lock;
    private final Pods pods;
    private final Map<Integer, Conversation> conversations;
    private final Map<String, List<Closeable>> servers = new HashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "simulated-pod");
        thread.setDaemon(true);
        return thread;
    });

    /** @param conversations by the port behind which they are spoken; on all others it is HTTP */
    PodServers(ReentrantLock lock, Pods pods, Map<Integer, Conversation> conversations) {
        this.lock = lock;
        this.pods = pods;
        this.conversations = Map.copyOf(conversations);
    }

    @Override
    public void opened(String address, List<Integer> ports) {
        List<Closeable> opened = new ArrayList<>();
        for (int port : ports) {
            try {
                opened.add(open(address, port));
            } catch (IOException e) {
                LOG.warn("Nothing listens on {}:{} for a simulated pod: {}", address, port, e.getMessage());
            }
        }
        servers.put(address, opened);
    }

    private Closeable open(String address, int port) throws IOException {
        Optional<Conversation> conversation = Optional.ofNullable(conversations.get(port));
        if (conversation.isPresent()) {
            return PodDoor.open(address, port, conversation.get(), request -> ask(address, request), threads);
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), port), 0);
        server.createContext("/", exchange -> answer(address, port, exchange));
        server.setExecutor(threads);
        server.start();
        return () -> server.stop(0);
    }

    @Override
    public void closed(String address) {
        List<Closeable> open = servers.remove(address);
        if (open != null) {
            open.forEach(PodServers::close);
        }
    }

    private static void close(Closeable server) {
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("A port of a simulated pod did not close well", e);
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
