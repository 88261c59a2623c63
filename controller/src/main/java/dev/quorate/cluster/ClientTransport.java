package dev.quorate.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.quorate.cluster.ClusterException.Reason;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/** The real wire: authentication and TLS of the Kubernetes client, JSON trees of our own, a time limit on everything. */
public final class ClientTransport implements ApiTransport, WatchTransport, AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String[] AUTHENTICATED = {"BearerToken"};

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration READ = Duration.ofSeconds(30);
    /** Of one exchange: longer than a server waits for a version that it does not have yet. */
    private static final Duration WHOLE = Duration.ofSeconds(40);
    /** Finds a connection that is half open, where there is HTTP/2. */
    private static final Duration PING = Duration.ofSeconds(30);

    private final ApiClient api;
    private final OkHttpClient reads;
    private final OkHttpClient writes;
    private final ApiCalls calls = new ApiCalls();

    public ClientTransport(ClusterAccess access) throws ClusterException {
        this(access, WHOLE);
    }

    /** @param whole the time limit of one exchange */
    ClientTransport(ClusterAccess access, Duration whole) throws ClusterException {
        this.api = access.client();
        api.setUserAgent("quorate");
        this.reads = api.getHttpClient()
                .newBuilder()
                .connectTimeout(CONNECT)
                .readTimeout(READ)
                .writeTimeout(READ)
                .callTimeout(whole)
                .pingInterval(PING)
                .followRedirects(false)
                .eventListenerFactory(call -> new SentMark(call.request()))
                .build();
        // A tunnel to a member counts as a request while it is open: with a bound of 64 the 65th would wait for ever.
        reads.dispatcher().setMaxRequests(Integer.MAX_VALUE);
        // A repeated write could meet its own first effect; whoever asked for it decides.
        this.writes = reads.newBuilder().retryOnConnectionFailure(false).build();
    }

    /** What was asked so far. */
    public ApiCalls calls() {
        return calls;
    }

    @Override
    public ApiReply send(ApiRequest request) throws NoAnswer {
        calls.count(request);
        AtomicBoolean sent = new AtomicBoolean();
        Request wire = wire(request, sent);
        OkHttpClient client = request.writes() ? writes : reads;
        try (Response response = client.newCall(wire).execute()) {
            return reply(response);
        } catch (IOException broken) {
            throw new NoAnswer(server() + ": " + describe(broken), sent.get());
        }
    }

    @Override
    public Stream watch(ApiRequest request, Duration silence, boolean owners) throws ClusterException {
        calls.count(request);
        OkHttpClient patient = reads.newBuilder()
                .readTimeout(silence)
                .callTimeout(Duration.ZERO)
                .build();
        Call call = patient.newCall(wire(request, new AtomicBoolean()));
        try {
            Response response = call.execute();
            return response.isSuccessful() ? new LineStream(call, response, owners) : refused(response);
        } catch (IOException broken) {
            throw new ClusterException(
                    Reason.UNAVAILABLE,
                    "watch " + request.path() + ": no answer from the API server: " + server() + ": "
                            + describe(broken));
        }
    }

    /** A WebSocket to a subresource, as port-forward needs it. */
    WebSocket webSocket(ApiRequest request, String protocol, WebSocketListener listener) {
        Request wire = wire(request, new AtomicBoolean())
                .newBuilder()
                .header("Sec-WebSocket-Protocol", protocol)
                .build();
        OkHttpClient client = reads.newBuilder()
                .readTimeout(Duration.ZERO)
                .callTimeout(Duration.ZERO)
                .build();
        return client.newWebSocket(wire, listener);
    }

    @Override
    public void close() {
        reads.dispatcher().cancelAll();
        reads.dispatcher().executorService().shutdown();
        reads.connectionPool().evictAll();
    }

    private Request wire(ApiRequest request, AtomicBoolean sent) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", ApiRequest.JSON);
        if (!request.contentType().isEmpty()) {
            headers.put("Content-Type", request.contentType());
        }
        byte[] body = request.body().map(ClientTransport::bytes).orElse(new byte[0]);
        try {
            return api.buildRequest(
                            null,
                            request.target(),
                            request.method(),
                            List.of(),
                            List.of(),
                            request.writes() ? body : null,
                            headers,
                            Map.of(),
                            Map.of(),
                            AUTHENTICATED,
                            null)
                    .newBuilder()
                    .tag(AtomicBoolean.class, sent)
                    .build();
        } catch (ApiException unfit) {
            throw new IllegalArgumentException(
                    "no request can be made of " + request.method() + " " + request.path(), unfit);
        }
    }

    private static Stream refused(Response response) throws IOException {
        try (response) {
            ApiReply reply = reply(response);
            return new LineStream.Refusal(reply);
        }
    }

    private static ApiReply reply(Response response) throws IOException {
        byte[] body = response.body().bytes();
        return new ApiReply(response.code(), retryAfter(response), parse(body));
    }

    private static JsonNode parse(byte[] body) throws IOException {
        if (body.length > 0 && body[0] == '{') {
            return JSON.readTree(body);
        }
        return TextNode.valueOf(new String(body, StandardCharsets.UTF_8));
    }

    private static Optional<Duration> retryAfter(Response response) {
        String seconds = response.header("Retry-After", "");
        return seconds != null && seconds.matches("[0-9]{1,5}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
                : Optional.empty();
    }

    private static byte[] bytes(JsonNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a tree is always JSON", broken);
        }
    }

    private String server() {
        return api.getBasePath();
    }

    private static String describe(IOException broken) {
        String message = broken.getMessage();
        return message == null ? broken.getClass().getSimpleName() : message;
    }

    /** Knows whether a request has begun to leave: until then repeating it is harmless. */
    private static final class SentMark extends EventListener {
        private final Optional<AtomicBoolean> sent;

        SentMark(Request request) {
            this.sent = Optional.ofNullable(request.tag(AtomicBoolean.class));
        }

        @Override
        public void requestHeadersStart(Call call) {
            sent.ifPresent(mark -> mark.set(true));
        }
    }
}
