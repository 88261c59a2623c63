package dev.quorate.engine.etcd;

import dev.quorate.engine.Reach;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Dials the address that the target names. */
final class HttpReach implements Reach {

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    @Override
    public Reply http(Target target, Call call) throws NoReply {
        URI uri = URI.create("http://" + target.ip().orElseThrow() + ":" + target.port() + call.path());
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(call.timeout())
                .method(call.method(), call.body().map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()))
                .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body());
        } catch (ConnectException e) {
            throw new NoReply("connection refused", false);
        } catch (IOException e) {
            throw new NoReply(String.valueOf(e.getMessage()), true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoReply("interrupted", true);
        }
    }
}
