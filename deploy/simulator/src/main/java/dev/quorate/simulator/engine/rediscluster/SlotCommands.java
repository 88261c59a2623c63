package dev.quorate.simulator.engine.rediscluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.simulator.engine.redis.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** What is asked of a node about its slots, and told. */
record SlotCommands(RedisClusterNetwork network, NodeProcess node) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String TAKE_OVER = "-- take over a slot";

    private static OptionalInt slot(String text) {
        boolean number = text.matches("[0-9]{1,5}") && Integer.parseInt(text) < Slots.COUNT;
        return number ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    JsonNode count(String text) {
        OptionalInt slot = slot(text);
        return slot.isPresent() ? JSON.numberNode(node.data().count(slot.getAsInt())) : Words.error("ERR Invalid slot");
    }

    JsonNode keys(String text, int most) {
        ArrayNode keys = JSON.arrayNode();
        slot(text).ifPresent(slot -> node.data().keys(slot).stream().limit(most).forEach(keys::add));
        return slot(text).isPresent() ? keys : Words.error("ERR Invalid slot or number of keys");
    }

    JsonNode set(List<String> words) {
        if (!node.masters()) {
            return Words.error("ERR Please use SETSLOT only with masters.");
        }
        OptionalInt slot = slot(words.get(2));
        if (slot.isEmpty()) {
            return Words.error("ERR Invalid or out of range slot");
        }
        String other = words.size() > 4 ? words.get(4) : "";
        return switch (words.get(3).toUpperCase(Locale.ROOT)) {
            case "STABLE" -> close(slot.getAsInt());
            case "MIGRATING" -> leave(slot.getAsInt(), other);
            case "IMPORTING" -> arrive(slot.getAsInt(), other);
            case "NODE" -> own(slot.getAsInt(), other);
            default -> Words.error("ERR Invalid CLUSTER SETSLOT action or number of arguments. Try CLUSTER HELP");
        };
    }

    private JsonNode close(int slot) {
        table().leaving().remove(slot);
        table().arriving().remove(slot);
        return Words.ok();
    }

    private JsonNode leave(int slot, String to) {
        if (!mine(slot)) {
            return Words.error("ERR I'm not the owner of hash slot " + slot);
        }
        Optional<String> refused = refused(to, "ERR I don't know about node ");
        if (refused.isEmpty()) {
            table().leaving().put(slot, to);
        }
        return refused.map(Words::error).orElseGet(Words::ok);
    }

    private JsonNode arrive(int slot, String from) {
        if (mine(slot)) {
            return Words.error("ERR I'm already the owner of hash slot " + slot);
        }
        Optional<String> refused = refused(from, "ERR I don't know about node ");
        if (refused.isEmpty()) {
            table().arriving().put(slot, from);
        }
        return refused.map(Words::error).orElseGet(Words::ok);
    }

    private Optional<String> refused(String id, String unknown) {
        Optional<Known> known = table().known(id);
        if (known.isEmpty()) {
            return Optional.of(unknown + id);
        }
        return known.filter(each -> !each.masters()).map(any -> "ERR Target node is not a master");
    }

    /** Who takes what it was importing says so to all with a new epoch; nobody else does more than believe it himself. */
    private JsonNode own(int slot, String id) {
        Optional<String> refused = refused(id, "ERR Unknown node ");
        if (refused.isPresent()) {
            return Words.error(refused.get());
        }
        boolean keys = node.data().count(slot) > 0;
        if (mine(slot) && !id.equals(node.id()) && keys) {
            return Words.error("ERR Can't assign hashslot " + slot
                    + " to a different node while I still hold keys for this hash slot.");
        }
        if (!keys) {
            table().leaving().remove(slot);
        }
        table().assign(slot, table().known(id).orElseThrow());
        if (id.equals(node.id()) && table().arriving().remove(slot) != null) {
            table().bump();
            network.tell(node);
        }
        return Words.ok();
    }

    /** What the script with this first line does on a real node, which runs nothing else meanwhile. */
    JsonNode takeOver(List<String> words) {
        if (words.size() != 5 || !words.get(1).startsWith(TAKE_OVER)) {
            return Words.error("ERR this script is not known here");
        }
        int slot = slot(words.get(3)).orElse(0);
        String from = words.get(4);
        if (!from.equals(table().arriving().get(slot))) {
            return Words.error("ERR the slot is not imported from there");
        }
        if (table().owner(slot).filter(owner -> owner.id().equals(from)).isEmpty()) {
            return Words.error("ERR the slot has another owner");
        }
        return own(slot, node.id());
    }

    private boolean mine(int slot) {
        return table().myself().slots().get(slot);
    }

    private Table table() {
        return node.table();
    }
}
