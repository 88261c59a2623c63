package dev.quorate.engine.rabbitmq;

import dev.quorate.engine.Reach;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** HTTP to the addresses of this machine. */
final class TreeHttp implements Reach {

    static final TreeHttp WAY = new TreeHttp();

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TreeHttp() {}

    @Override
    public Reply http(Target target, Call call) throws NoReply {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + target.ip().orElseThrow() + ":" + target.port() + call.path()))
                .timeout(call.timeout());
        call.login().ifPresent(login -> request.header("Authorization", basic(login)));
        HttpRequest.BodyPublisher body =
                call.body().map(HttpRequest.BodyPublishers::ofString).orElseGet(HttpRequest.BodyPublishers::noBody);
        try {
            HttpResponse<String> reply =
                    HTTP.send(request.method(call.method(), body).build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(reply.statusCode(), reply.body());
        } catch (IOException silence) {
            throw new NoReply(target + ": " + silence, true);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw new NoReply(target + ": interrupted", true);
        }
    }

    private static String basic(Login login) {
        byte[] both = (login.name() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }
}
