package dev.quorate.simulator.engine.rediscluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.simulator.engine.redis.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What clients do with keys, each on the node that owns its slot.
 *
 * @param asking whether the client was sent here for a slot that is only coming
 */
record KeyCommands(RedisClusterNetwork network, NodeProcess node, boolean asking) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    JsonNode answer(List<String> words) {
        return switch (words.get(0).toUpperCase(Locale.ROOT)) {
            case "SET" -> served(words.get(1)).orElseGet(() -> set(words.get(1), words.get(2)));
            case "GET" -> readable(words.get(1)).orElseGet(() -> get(words.get(1)));
            case "DEL" -> served(words.get(1)).orElseGet(() -> delete(words.get(1)));
            case "KEYS" -> keys(words.get(1));
            case "DBSIZE" -> JSON.numberNode(node.data().size());
            case "WAIT" -> JSON.numberNode(network.send(node));
            case "MIGRATE" -> migrate(words);
            default -> Words.error("ERR unknown command '" + words.get(0) + "'");
        };
    }

    /** Why this node does not serve the key; empty when it does. */
    private Optional<JsonNode> served(String key) {
        int slot = Slots.of(key);
        Optional<Known> owner = node.table().owner(slot);
        if (!node.well()) {
            return Optional.of(Words.error(
                    owner.isEmpty() ? "CLUSTERDOWN Hash slot not served" : "CLUSTERDOWN The cluster is down"));
        }
        if (owner.filter(each -> each.id().equals(node.id())).isPresent()) {
            return Optional.ofNullable(node.table().leaving().get(slot))
                    .filter(to -> !node.data().has(key))
                    .flatMap(node.table()::known)
                    .map(to -> elsewhere("ASK", slot, to));
        }
        boolean coming = asking && node.table().arriving().containsKey(slot);
        return owner.filter(each -> !coming).map(each -> elsewhere("MOVED", slot, each));
    }

    /** A replica answers what it has here to whoever asks it: clients of real ones say READONLY first. */
    private Optional<JsonNode> readable(String key) {
        Optional<String> owner = node.table().owner(Slots.of(key)).map(Known::id);
        return !node.masters() && owner.equals(node.table().myself().master()) ? Optional.empty() : served(key);
    }

    private static JsonNode elsewhere(String how, int slot, Known where) {
        return Words.error(how + " " + slot + " " + where.host() + ":" + NodeProgram.PORT);
    }

    private JsonNode set(String key, String value) {
        if (node.failsOver() || pausedByReplica()) {
            return Words.error("ERR this waits for the end of a failover, longer than anybody does here");
        }
        node.data().put(key, value);
        network.written(node, key);
        return Words.ok();
    }

    private boolean pausedByReplica() {
        return network.replicas(node).anyMatch(NodeProcess::failsOver);
    }

    private JsonNode get(String key) {
        return node.data().get(key).<JsonNode>map(JSON::textNode).orElseGet(JSON::nullNode);
    }

    private JsonNode delete(String key) {
        boolean removed = node.data().remove(key);
        network.deleted(node, key);
        return JSON.numberNode(removed ? 1 : 0);
    }

    /** @param pattern with a star at its end */
    private JsonNode keys(String pattern) {
        String beginning = pattern.substring(0, pattern.length() - 1);
        return list(node.data().keys().filter(key -> key.startsWith(beginning)).sorted());
    }

    private static ArrayNode list(Stream<String> texts) {
        ArrayNode list = JSON.arrayNode();
        texts.forEach(list::add);
        return list;
    }

    /** {@code MIGRATE host port "" 0 milliseconds REPLACE … KEYS key …}: they are there before they are not here any more. */
    private JsonNode migrate(List<String> words) {
        List<String> options =
                words.stream().map(word -> word.toUpperCase(Locale.ROOT)).toList();
        int keys = IntStream.range(6, words.size())
                .filter(word -> options.get(word).equals("KEYS"))
                .findFirst()
                .orElse(words.size());
        List<String> moving =
                words.stream().skip(keys + 1L).filter(node.data()::has).toList();
        if (moving.isEmpty()) {
            return JSON.objectNode().put("status", "NOKEY");
        }
        Optional<NodeProcess> target = network.at(words.get(1)).filter(there -> network.reachable(node));
        if (target.isEmpty()) {
            return Words.error("IOERR error or timeout writing to target instance");
        }
        boolean replaces = options.subList(0, keys).contains("REPLACE");
        return refusal(target.get(), moving, replaces)
                .map(sentence -> Words.error("ERR Target instance replied with error: " + sentence))
                .orElseGet(() -> move(target.get(), moving));
    }

    private Optional<String> refusal(NodeProcess target, List<String> keys, boolean replaces) {
        KeyCommands there = new KeyCommands(network, target, true);
        for (String key : keys) {
            Optional<JsonNode> refused = there.served(key);
            if (refused.isPresent()) {
                return Optional.of(refused.get().path("error").asText());
            }
            if (target.data().has(key) && !replaces) {
                return Optional.of("BUSYKEY Target key name already exists.");
            }
        }
        return Optional.empty();
    }

    private JsonNode move(NodeProcess target, List<String> keys) {
        for (String key : keys) {
            target.data().put(key, node.data().get(key).orElseThrow());
            node.data().remove(key);
            if (node.unsent().remove(key)) {
                target.unsent().add(key);
            }
        }
        network.changed(target);
        network.changed(node);
        return Words.ok();
    }
}
