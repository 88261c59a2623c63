package dev.quorate.simulator.engine.redis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The commands of a sentinel that programs and the controller use here. */
final class SentinelCommands {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final RedisNetwork network;
    private final SentinelProcess sentinel;
    private final Memory memory;

    SentinelCommands(RedisNetwork network, SentinelProcess sentinel) {
        this.network = network;
        this.sentinel = sentinel;
        this.memory = sentinel.memory();
    }

    JsonNode answer(List<String> words) {
        return switch (words.get(0).toUpperCase(Locale.ROOT)) {
            case "PING" -> JSON.objectNode().put("status", "PONG");
            case "AUTH", "CLIENT" -> Words.ok();
            case "HELLO" -> Words.hello(words, "sentinel");
            case "SENTINEL" -> sentinel(words);
            default -> Words.error("ERR unknown command '" + words.get(0) + "'");
        };
    }

    private JsonNode sentinel(List<String> words) {
        return switch (words.get(1).toUpperCase(Locale.ROOT)) {
            case "MYID" -> JSON.textNode(memory.id());
            case "GET-MASTER-ADDR-BY-NAME" ->
                JSON.arrayNode().add(memory.master()).add(String.valueOf(RedisProgram.PORT));
            case "MASTER" -> master();
            case "REPLICAS" -> replicas();
            case "SENTINELS" -> sentinels();
            case "CKQUORUM" -> network.quorum(sentinel);
            case "FAILOVER" -> network.failover(sentinel);
            case "RESET" -> {
                sentinel.reset();
                yield JSON.numberNode(1);
            }
            case "SET" -> {
                memory.quorum(Integer.parseInt(words.get(4)));
                yield Words.ok();
            }
            default -> Words.error("ERR unknown subcommand '" + words.get(1) + "'");
        };
    }

    private JsonNode master() {
        String flags = "master" + (sentinel.down() ? ",s_down" : "")
                + (sentinel.failover().isPresent() ? ",failover_in_progress" : "");
        return fields(
                "name", "mymaster",
                "ip", memory.master(),
                "port", "6379",
                "flags", flags,
                "num-slaves", String.valueOf(memory.replicas().size()),
                "num-other-sentinels", String.valueOf(memory.peers().size()),
                "quorum", String.valueOf(memory.quorum()),
                "failover-timeout", String.valueOf(SentinelProcess.FAILOVER.toMillis()));
    }

    private JsonNode replicas() {
        ArrayNode all = JSON.arrayNode();
        for (String host : memory.replicas()) {
            boolean answers = network.answers(sentinel, host);
            int priority = sentinel.priorities().getOrDefault(host, RedisProcess.USUAL);
            all.add(fields(
                    "ip",
                    host,
                    "port",
                    "6379",
                    "flags",
                    answers ? "slave" : "s_down,slave,disconnected",
                    "slave-priority",
                    String.valueOf(priority)));
        }
        return all;
    }

    private JsonNode sentinels() {
        ArrayNode all = JSON.arrayNode();
        for (Map.Entry<String, String> peer : memory.peers().entrySet()) {
            boolean replaced = peer.getValue().isEmpty();
            all.add(fields(
                    "ip", replaced ? "?" : peer.getValue(), "port", replaced ? "0" : "26379", "runid", peer.getKey()));
        }
        return all;
    }

    private static ArrayNode fields(String... words) {
        ArrayNode fields = JSON.arrayNode();
        for (String word : words) {
            fields.add(word);
        }
        return fields;
    }
}
