package dev.quorate.backup;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** A bucket on this machine that asks for signatures as S3 does, and lists two keys at a time. */
final class FakeBucket implements AutoCloseable {

    static final BucketStore.Keys KEYS = new BucketStore.Keys("me", "secret", Optional.of("token"), "eu-central-1");
    private static final int PAGE = 2;

    final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final HttpServer server;

    FakeBucket() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/backups/prod/eu");
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!signed(exchange, body)) {
            send(exchange, 403, "<Error><Code>SignatureDoesNotMatch</Code><Message>Not you.</Message></Error>");
            return;
        }
        String path = exchange.getRequestURI().getPath();
        String key = path.replaceFirst("^/backups/?", "");
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                objects.put(key, body);
                send(exchange, 200, "");
            }
            case "DELETE" -> {
                objects.remove(key);
                send(exchange, 204, "");
            }
            default -> {
                if (key.isEmpty()) {
                    send(exchange, 200, list(query(exchange.getRequestURI())));
                } else if (objects.containsKey(key)) {
                    send(exchange, 200, objects.get(key));
                } else {
                    send(exchange, 404, "<Error><Code>NoSuchKey</Code><Message>Nothing here.</Message></Error>");
                }
            }
        }
    }

    private String list(Map<String, String> query) {
        List<String> keys = objects.keySet().stream()
                .filter(key -> key.startsWith(query.getOrDefault("prefix", "")))
                .filter(key -> key.compareTo(query.getOrDefault("continuation-token", "")) > 0)
                .toList();
        List<String> page = keys.subList(0, Math.min(PAGE, keys.size()));
        boolean more = keys.size() > PAGE;
        return "<?xml version=\"1.0\"?><ListBucketResult><IsTruncated>" + more + "</IsTruncated>"
                + page.stream()
                        .map(key -> "<Contents><Key>" + key + "</Key></Contents>")
                        .collect(Collectors.joining())
                + (more ? "<NextContinuationToken>" + page.get(PAGE - 1) + "</NextContinuationToken>" : "")
                + "</ListBucketResult>";
    }

    /** By the same function that the examples of AWS prove, and by the hash of what came. */
    private static boolean signed(HttpExchange exchange, byte[] body) {
        var headers = exchange.getRequestHeaders();
        Map<String, String> signed = new TreeMap<>();
        for (String name : List.of("x-amz-content-sha256", "x-amz-date", "x-amz-security-token")) {
            signed.put(name, String.valueOf(headers.getFirst(name)));
        }
        URI uri = URI.create("http://" + headers.getFirst("Host") + exchange.getRequestURI());
        String wanted =
                new Signature("me", "secret", "eu-central-1").authorization(exchange.getRequestMethod(), uri, signed);
        return wanted.equals(headers.getFirst("Authorization"))
                && Hash.of(body).equals(signed.get("x-amz-content-sha256"))
                && "token".equals(signed.get("x-amz-security-token"));
    }

    private static Map<String, String> query(URI uri) {
        return Arrays.stream(uri.getRawQuery().split("&", -1))
                .map(pair -> new ArrayList<>(List.of(pair.split("=", 2))))
                .collect(Collectors.toMap(
                        pair -> URLDecoder.decode(pair.get(0), StandardCharsets.UTF_8),
                        pair -> URLDecoder.decode(pair.get(1), StandardCharsets.UTF_8)));
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        send(exchange, status, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
