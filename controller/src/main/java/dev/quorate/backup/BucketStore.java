package dev.quorate.backup;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A bucket of S3, or of a store with the same API: four plain calls, signed. */
public final class BucketStore implements Store {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(1);
    private static final Duration TRANSFER = Duration.ofMinutes(45);
    private static final String NOTHING = Hash.of(new byte[0]);

    private final URI bucket;
    private final String prefix;
    private final Signature signature;
    private final Optional<String> token;
    private final InstantSource clock;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    /**
     * Who comes, and in which region.
     *
     * @param secretKey never shown
     * @param sessionToken of keys that last for some time alone
     */
    public record Keys(String accessKey, String secretKey, Optional<String> sessionToken, String region) {
        @Override
        public String toString() {
            return accessKey + " in " + region;
        }
    }

    /** @param address {@code https://host/bucket}, and folders behind it that all keys begin with */
    public BucketStore(URI address, Keys keys, InstantSource clock) {
        String[] path = address.getPath().replaceFirst("^/", "").split("/", 2);
        this.bucket = address.resolve("/" + path[0]);
        this.prefix = path.length == 1 || path[1].isEmpty() ? "" : path[1].replaceFirst("/*$", "/");
        this.signature = new Signature(keys.accessKey(), keys.secretKey(), keys.region());
        this.token = keys.sessionToken();
        this.clock = clock;
    }

    @Override
    public List<String> list(String folder) throws IOException {
        List<String> names = new ArrayList<>();
        String start = prefix + folder + "/";
        Optional<String> more = Optional.of("");
        while (more.isPresent()) {
            SortedMap<String, String> query = new TreeMap<>(Map.of("list-type", "2", "prefix", start));
            more.filter(next -> !next.isEmpty()).ifPresent(next -> query.put("continuation-token", next));
            URI uri = URI.create(bucket + "?" + Signature.query(query));
            HttpResponse<String> answer =
                    send("GET", uri, BodyPublishers.noBody(), NOTHING, BodyHandlers.ofString(), ANSWER);
            BucketAnswer page = BucketAnswer.of(fine("list " + start, answer, answer.body()));
            page.texts("Key").stream().map(key -> key.substring(start.length())).forEach(names::add);
            more = page.text("IsTruncated").equals(Optional.of("true"))
                    ? page.text("NextContinuationToken")
                    : Optional.empty();
        }
        return names;
    }

    @Override
    public void put(String key, Path file) throws IOException {
        HttpResponse<String> answer =
                send("PUT", uri(key), BodyPublishers.ofFile(file), Hash.of(file), BodyHandlers.ofString(), TRANSFER);
        fine("write " + prefix + key, answer, answer.body());
    }

    @Override
    public void get(String key, Path file) throws IOException {
        HttpResponse<Path> answer =
                send("GET", uri(key), BodyPublishers.noBody(), NOTHING, BodyHandlers.ofFile(file), TRANSFER);
        if (answer.statusCode() != 200) {
            byte[] words = Files.readAllBytes(file);
            Files.delete(file);
            fine("read " + prefix + key, answer, new String(words, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void delete(String key) throws IOException {
        HttpResponse<String> answer =
                send("DELETE", uri(key), BodyPublishers.noBody(), NOTHING, BodyHandlers.ofString(), ANSWER);
        if (answer.statusCode() != 404) {
            fine("delete " + prefix + key, answer, answer.body());
        }
    }

    private URI uri(String key) {
        return URI.create(bucket + "/" + prefix + key);
    }

    private <T> HttpResponse<T> send(
            String method, URI uri, BodyPublisher body, String hash, BodyHandler<T> handler, Duration within)
            throws IOException {
        Map<String, String> headers = new TreeMap<>();
        headers.put("x-amz-content-sha256", hash);
        headers.put("x-amz-date", Signature.time(clock.instant()));
        token.ifPresent(text -> headers.put("x-amz-security-token", text));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, body);
        headers.forEach(request::header);
        request.header("Authorization", signature.authorization(method, uri, headers));
        try {
            return client.sendAsync(request.build(), handler).get(within.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IOException(bucket + " does not answer: " + (cause == null ? e : cause), e);
        } catch (TimeoutException e) {
            throw new IOException(bucket + " did not answer within " + within.toMinutes() + " minutes", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + bucket + " was waited for", e);
        }
    }

    private String fine(String what, HttpResponse<?> answer, String body) throws IOException {
        if (answer.statusCode() / 100 == 2) {
            return body;
        }
        throw new IOException(
                bucket + " refused to " + what + ": " + answer.statusCode() + BucketAnswer.complaint(body));
    }

    @Override
    public String toString() {
        return bucket + "/" + prefix;
    }
}
