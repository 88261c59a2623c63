package dev.quorate.cluster;

import dev.quorate.engine.Reach;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The way to members: by pod address inside the cluster, through port-forwards from outside. */
public final class PodReach implements Reach, AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(3);

    /** One way to a member, for one exchange at a time. */
    interface Way {
        InetSocketAddress address();

        /** Why the exchange that just failed certainly never reached the member; empty when it may have. */
        Optional<String> refusal();
    }

    /** Finds ways to members, and closes those that nobody goes any more. */
    interface Ways extends AutoCloseable {
        Way to(Target target) throws NoReply;

        @Override
        void close();
    }

    private final Ways ways;
    private final ApiServer server;
    private final PodExec exec;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(CONNECT)
            .build();

    PodReach(Ways ways, ClientTransport transport) {
        this.ways = ways;
        this.server = new ApiServer(transport);
        this.exec = new PodExec(transport);
    }

    public static PodReach insideCluster(ClientTransport transport) {
        return new PodReach(new DirectWays(), transport);
    }

    public static PodReach throughApiServer(ClientTransport transport, InstantSource clock) {
        return new PodReach(new ForwardedWays(new PortForward(transport), clock), transport);
    }

    @Override
    public Reply http(Target target, Call call) throws NoReply {
        Way way = ways.to(target);
        synchronized (way) {
            return exchange(target, way, call);
        }
    }

    @Override
    public Address dial(Target target) throws NoReply {
        InetSocketAddress address = ways.to(target).address();
        return new Address(address.getHostString(), address.getPort());
    }

    /** What is not there is said by name; what is there is never said. */
    @Override
    public String secret(String namespace, String name, String key) throws NoReply {
        ObjectRef ref = new ObjectRef(Kind.SECRET, namespace, name);
        Optional<Manifest> secret;
        try {
            secret = server.read(ref);
        } catch (ClusterException unread) {
            throw new NoReply(String.valueOf(unread.getMessage()), false);
        }
        String value = secret.map(found -> found.at("/data").path(key).asText()).orElse("");
        if (value.isEmpty()) {
            throw new NoReply(ref + (secret.isPresent() ? " has no key " + key : " is not there"), false);
        }
        return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
    }

    /** Through the API server from everywhere: there is no other way into a container. */
    @Override
    public Exit exec(Target target, Command command) throws NoReply {
        return exec.run(target, command);
    }

    @Override
    public void close() {
        ways.close();
    }

    private Reply exchange(Target target, Way way, Call call) throws NoReply {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request(way.address(), call), head -> new LimitedBody());
        try {
            HttpResponse<String> response = answer.get(call.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return new Reply(response.statusCode(), response.body());
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            Optional<String> refusal = neverConnected(cause) ? Optional.of(describe(cause)) : way.refusal();
            throw new NoReply(target + ": " + refusal.orElse(describe(cause)), refusal.isEmpty());
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new NoReply(target + ": no answer within " + call.timeout().toMillis() + " ms", true);
        } catch (InterruptedException end) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new NoReply(target + ": stopped while waiting for the answer", true);
        }
    }

    private static HttpRequest request(InetSocketAddress address, Call call) {
        String host = address.getHostString();
        String literal = host.contains(":") ? "[" + host + "]" : host;
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + literal + ":" + address.getPort() + call.path()));
        call.body().ifPresent(body -> request.header("Content-Type", ApiRequest.JSON));
        call.login().ifPresent(login -> request.header("Authorization", basic(login)));
        HttpRequest.BodyPublisher body =
                call.body().map(HttpRequest.BodyPublishers::ofString).orElseGet(HttpRequest.BodyPublishers::noBody);
        return request.method(call.method(), body).build();
    }

    private static String basic(Login login) {
        byte[] both = (login.name() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    private static boolean neverConnected(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnresolvedAddressException;
    }

    private static String describe(Throwable cause) {
        if (cause instanceof ConnectException) {
            return "connection refused";
        }
        return cause instanceof IOException && cause.getMessage() != null
                ? String.valueOf(cause.getMessage())
                : cause.getClass().getSimpleName();
    }
}
