package dev.quorate.engine.etcd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.Reach;
import dev.quorate.engine.etcd.EtcdAnswer.Listed;
import dev.quorate.engine.etcd.EtcdAnswer.Status;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What etcd's JSON gateway takes and gives: fields that are zero, false or empty are left out, ids are decimal texts. */
final class EtcdReplies {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private EtcdReplies() {}

    static ObjectNode body() {
        return JsonNodeFactory.instance.objectNode();
    }

    static Optional<Status> status(Reach.Reply reply) {
        return ok(reply)
                .filter(tree -> tree.path("header").has("member_id"))
                .map(tree -> new Status(
                        tree.path("header").path("cluster_id").asText(),
                        tree.path("header").path("member_id").asText(),
                        tree.path("version").asText(),
                        Optional.of(tree.path("leader").asText("0")).filter(id -> !id.equals("0")),
                        tree.path("raftIndex").asLong(),
                        tree.path("raftAppliedIndex").asLong(),
                        texts(tree.path("errors"))));
    }

    static Optional<List<Listed>> members(Reach.Reply reply) {
        return ok(reply)
                .map(tree -> tree.path("members"))
                .filter(JsonNode::isArray)
                .map(list -> StreamSupport.stream(list.spliterator(), false)
                        .map(EtcdReplies::listed)
                        .toList());
    }

    static boolean isOk(Reach.Reply reply) {
        return ok(reply).isPresent();
    }

    /** etcd's sentence, or what stood in its place. */
    static String error(Reach.Reply reply) {
        String message =
                parse(reply.body()).map(tree -> tree.path("message").asText()).orElse("");
        if (!message.isEmpty()) {
            return message;
        }
        String body = reply.body().strip();
        return "HTTP " + reply.status()
                + (body.isEmpty() ? "" : ": " + body.substring(0, Math.min(body.length(), 200)));
    }

    private static Listed listed(JsonNode member) {
        return new Listed(
                member.path("ID").asText(),
                member.path("name").asText(),
                member.path("peerURLs").path(0).asText(),
                member.path("isLearner").asBoolean());
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(node -> node.asText().strip())
                .toList();
    }

    private static Optional<JsonNode> ok(Reach.Reply reply) {
        return reply.status() == 200 ? parse(reply.body()).filter(JsonNode::isObject) : Optional.empty();
    }

    private static Optional<JsonNode> parse(String body) {
        try {
            return Optional.of(JSON.readTree(body));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
