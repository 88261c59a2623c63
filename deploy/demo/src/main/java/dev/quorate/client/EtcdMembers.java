package dev.quorate.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Members of etcd as any client sees them, each by its own address and port. */
public final class EtcdMembers implements Members {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String LARGEST = "\u007f";

    private final Duration patience;
    private final HttpClient client;

    /** @param patience with a member that does not answer */
    public EtcdMembers(Duration patience) {
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
    }

    @Override
    public boolean put(String address, String key, String value) throws InterruptedException {
        ObjectNode body = object().put("key", encoded(key)).put("value", encoded(value));
        return ask(address, "/v3/kv/put", body).isPresent();
    }

    @Override
    public Optional<Map<String, String>> read(String address, String prefix) throws InterruptedException {
        ObjectNode body = object().put("key", encoded(prefix)).put("range_end", encoded(prefix + LARGEST));
        return ask(address, "/v3/kv/range", body).map(answer -> {
            Map<String, String> values = new TreeMap<>();
            answer.path("kvs").forEach(pair -> values.put(decoded(pair.path("key")), decoded(pair.path("value"))));
            return values;
        });
    }

    /** The members in the eyes of one of them, with the cluster's id in the header. */
    public Optional<JsonNode> list(String address) throws InterruptedException {
        return ask(address, "/v3/cluster/member/list", object());
    }

    private Optional<JsonNode> ask(String address, String path, ObjectNode body) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path))
                .timeout(patience)
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            JsonNode answer = JSON.readTree(response.body());
            return Optional.of(answer).filter(tree -> tree.has("header"));
        } catch (IOException e) {
            // A member that comes or goes: as good as no answer.
            return Optional.empty();
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(JsonNode text) {
        return new String(Base64.getDecoder().decode(text.asText()), StandardCharsets.UTF_8);
    }
}
