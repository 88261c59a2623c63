package dev.quorate.engine.etcd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Reach.Call;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Reach.Reply;
import dev.quorate.engine.Reach.Target;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** Data as a client of etcd writes and reads it. */
record Keys(Reach reach) {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** True if the write was acknowledged. */
    boolean write(Target member, String key, String value) {
        return call(member, "/v3/kv/put", entry(key).put("value", encode(value)))
                .isPresent();
    }

    /** What this very member holds. */
    Optional<String> read(Target member, String key) {
        return call(member, "/v3/kv/range", entry(key).put("serializable", true))
                .map(reply -> reply.path("kvs").path(0).path("value"))
                .filter(JsonNode::isTextual)
                .map(value -> new String(Base64.getDecoder().decode(value.asText()), StandardCharsets.UTF_8));
    }

    Optional<JsonNode> call(Target member, String path, ObjectNode body) {
        try {
            Reply reply = reach.http(member, Call.post(path, body.toString(), TIMEOUT));
            return reply.status() == 200 ? Optional.of(JSON.readTree(reply.body())) : Optional.empty();
        } catch (NoReply e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode entry(String key) {
        return JsonNodeFactory.instance.objectNode().put("key", encode(key));
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
