package dev.quorate.simulator.engine.redis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The commands of a Redis that people, programs and the controller use here. */
final class RedisCommands {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final RedisNetwork network;
    private final RedisProcess redis;

    RedisCommands(RedisNetwork network, RedisProcess redis) {
        this.network = network;
        this.redis = redis;
    }

    JsonNode answer(List<String> words) {
        return switch (words.get(0).toUpperCase(Locale.ROOT)) {
            case "PING" -> JSON.objectNode().put("status", "PONG");
            case "AUTH", "SELECT" -> Words.ok();
            case "HELLO" -> Words.hello(words, "standalone");
            case "CLIENT" -> client(words);
            case "INFO" -> JSON.textNode(info());
            case "ROLE" -> role();
            case "CONFIG" -> config(words);
            case "SET" -> network.write(redis, words.get(1), words.size() > 2 ? words.get(2) : "");
            case "GET" -> get(words.get(1));
            case "MGET" -> list(words.stream().skip(1).map(this::get));
            case "KEYS" -> list(keys(words.get(1)).map(JSON::textNode));
            case "WAIT" -> JSON.numberNode(network.send(redis));
            case "DBSIZE" -> JSON.numberNode(redis.copy().keys().size());
            default -> Words.error("ERR unknown command '" + words.get(0) + "'");
        };
    }

    private JsonNode client(List<String> words) {
        if (words.get(1).equalsIgnoreCase("PAUSE")) {
            redis.pause(now().plus(Duration.ofMillis(Long.parseLong(words.get(2)))));
        }
        return Words.ok();
    }

    private Instant now() {
        return redis.pod().schedule().now();
    }

    private JsonNode config(List<String> words) {
        if (words.size() == 4
                && words.get(1).equalsIgnoreCase("SET")
                && words.get(2).equals("replica-priority")) {
            redis.priority(Integer.parseInt(words.get(3)));
            return Words.ok();
        }
        return Words.error("ERR this is not configured here");
    }

    private JsonNode get(String key) {
        return network.value(key, redis).<JsonNode>map(JSON::textNode).orElseGet(JSON::nullNode);
    }

    /** @param pattern with a star at its end */
    private Stream<String> keys(String pattern) {
        String beginning = pattern.substring(0, pattern.length() - 1);
        return redis.copy().keys().stream().filter(key -> key.startsWith(beginning));
    }

    private static JsonNode list(Stream<? extends JsonNode> items) {
        ArrayNode list = JSON.arrayNode();
        items.forEach(list::add);
        return list;
    }

    private JsonNode role() {
        return redis.masters()
                ? JSON.arrayNode().add("master").add(redis.copy().keys().size()).add(JSON.arrayNode())
                : JSON.arrayNode()
                        .add("slave")
                        .add(redis.master().orElseThrow())
                        .add(RedisProgram.PORT)
                        .add(redis.linked() ? "connected" : "connect")
                        .add(redis.copy().keys().size());
    }

    private String info() {
        StringBuilder lines = new StringBuilder("# Server\r\nredis_version:" + version() + "\r\nloading:0\r\n");
        int offset = redis.copy().keys().size();
        if (redis.masters()) {
            lines.append("role:master\r\n");
            followers(lines);
        } else {
            lines.append("role:slave\r\nmaster_host:")
                    .append(redis.master().orElseThrow())
                    .append("\r\nmaster_port:6379\r\nmaster_link_status:")
                    .append(redis.linked() ? "up" : "down")
                    .append("\r\nmaster_sync_in_progress:")
                    .append(redis.linked() ? "0" : "1")
                    .append("\r\nslave_repl_offset:")
                    .append(offset)
                    .append("\r\n");
        }
        return lines.append("slave_priority:")
                .append(redis.priority())
                .append("\r\nmaster_repl_offset:")
                .append(offset)
                .append("\r\n")
                .toString();
    }

    private void followers(StringBuilder lines) {
        int number = 0;
        for (Map.Entry<String, Instant> follower : redis.heardOf().entrySet()) {
            long lag = Duration.between(follower.getValue(), now()).toSeconds();
            if (lag <= RedisNetwork.MAX_LAG.toSeconds()) {
                lines.append("slave")
                        .append(number++)
                        .append(":ip=")
                        .append(follower.getKey())
                        .append(",port=6379,state=online,offset=")
                        .append(redis.copy().keys().size())
                        .append(",lag=")
                        .append(lag)
                        .append("\r\n");
            }
        }
    }

    private String version() {
        String image = redis.pod().image();
        return image.substring(image.lastIndexOf(':') + 1);
    }
}
