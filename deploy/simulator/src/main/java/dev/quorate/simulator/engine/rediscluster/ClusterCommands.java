package dev.quorate.simulator.engine.rediscluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.simulator.engine.redis.Words;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** What is asked of a node about its cluster. */
record ClusterCommands(RedisClusterNetwork network, Elections elections, NodeProcess node) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String UNKNOWN = "ERR Unknown node ";

    JsonNode answer(List<String> words) {
        SlotCommands slots = new SlotCommands(network, node);
        return switch (words.get(1).toUpperCase(Locale.ROOT)) {
            case "MYID" -> JSON.textNode(node.id());
            case "INFO" -> JSON.textNode(info());
            case "NODES" -> JSON.textNode(nodes());
            case "SLOTS" -> owners();
            case "MEET" -> meet(words.get(2));
            case "FORGET" -> forget(words.get(2));
            case "REPLICATE" -> replicate(words.get(2));
            case "FAILOVER" -> failOver(words.size() > 2 ? words.get(2).toUpperCase(Locale.ROOT) : "");
            case "KEYSLOT" -> JSON.numberNode(Slots.of(words.get(2)));
            case "SETSLOT" -> slots.set(words);
            case "COUNTKEYSINSLOT" -> slots.count(words.get(2));
            case "GETKEYSINSLOT" -> slots.keys(words.get(2), Integer.parseInt(words.get(3)));
            default -> Words.error("ERR unknown subcommand '" + words.get(1) + "'. Try CLUSTER HELP.");
        };
    }

    private Table table() {
        return node.table();
    }

    private String info() {
        Table table = table();
        int assigned = table.covered().cardinality();
        int failed = table.all().stream()
                .filter(Known::failed)
                .mapToInt(each -> each.slots().cardinality())
                .sum();
        int suspected = table.all().stream()
                .filter(each -> !each.failed() && each.suspected(node.now()))
                .mapToInt(each -> each.slots().cardinality())
                .sum();
        return String.join(
                "\r\n",
                "cluster_state:" + (node.well() ? "ok" : "fail"),
                "cluster_slots_assigned:" + assigned,
                "cluster_slots_ok:" + (assigned - failed - suspected),
                "cluster_slots_pfail:" + suspected,
                "cluster_slots_fail:" + failed,
                "cluster_known_nodes:" + table.all().size(),
                "cluster_size:" + table.voters().size(),
                "cluster_current_epoch:" + table.epoch(),
                "cluster_my_epoch:" + table.source().map(Known::epoch).orElse(0L),
                "");
    }

    // ---- the list of all

    private String nodes() {
        StringBuilder lines = new StringBuilder();
        table().all().forEach(known -> lines.append(line(known)).append('\n'));
        node.meeting().forEach(address -> lines.append(nobody(address)).append('\n'));
        return lines.toString();
    }

    private String line(Known known) {
        boolean self = known.id().equals(node.id());
        List<String> words = new ArrayList<>(List.of(
                known.id(),
                known.address() + ":6379@16379" + (known.host().isEmpty() ? "" : "," + known.host()),
                flags(known, self),
                known.master().orElse("-"),
                "0",
                self ? "0" : String.valueOf(node.now().toEpochMilli()),
                String.valueOf(known.epoch()),
                self || known.linked() ? "connected" : "disconnected"));
        Slots.ranges(known.slots()).forEach(range -> words.add(range.toString()));
        if (self) {
            table().leaving().forEach((slot, to) -> words.add("[" + slot + "->-" + to + "]"));
            table().arriving().forEach((slot, from) -> words.add("[" + slot + "-<-" + from + "]"));
        }
        return String.join(" ", words);
    }

    private String flags(Known known, boolean self) {
        String state = known.suspected(node.now()) ? ",fail?" : "";
        return (self ? "myself," : "") + (known.masters() ? "master" : "slave") + (known.failed() ? ",fail" : state);
    }

    /** Who is met and has not answered yet has an id that nobody gave. */
    private static String nobody(String address) {
        String id = UUID.nameUUIDFromBytes(address.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
        return id + "00000000 " + address + ":6379@16379 handshake - 0 0 0 disconnected";
    }

    private ArrayNode owners() {
        ArrayNode owners = JSON.arrayNode();
        for (Known master : table().voters()) {
            for (Slots.Range range : Slots.ranges(master.slots())) {
                ArrayNode entry = owners.addArray().add(range.first()).add(range.last());
                entry.add(place(master));
                table().all().stream()
                        .filter(each -> each.master().equals(Optional.of(master.id())) && !each.failed())
                        .forEach(each -> entry.add(place(each)));
            }
        }
        return owners;
    }

    private static ArrayNode place(Known known) {
        return JSON.arrayNode().add(known.host()).add(NodeProgram.PORT).add(known.id());
    }

    // ---- who belongs to it

    private JsonNode meet(String address) {
        if (!address.matches("[0-9a-f.:]+")) {
            return Words.error("ERR Invalid node address specified: " + address + ":6379");
        }
        node.meet(address);
        return Words.ok();
    }

    private JsonNode forget(String id) {
        if (id.equals(node.id())) {
            return Words.error("ERR I tried hard but I can't forget myself...");
        }
        if (table().known(id).isEmpty()) {
            return Words.error(UNKNOWN + id);
        }
        if (table().myself().master().equals(Optional.of(id))) {
            return Words.error("ERR Can't forget my master!");
        }
        node.forget(id);
        return Words.ok();
    }

    private JsonNode replicate(String id) {
        Optional<Known> master = table().known(id);
        if (master.isEmpty()) {
            return Words.error(UNKNOWN + id);
        }
        if (id.equals(node.id())) {
            return Words.error("ERR Can't replicate myself");
        }
        if (!master.get().masters()) {
            return Words.error("ERR I can only replicate a master, not a replica.");
        }
        if (node.masters()
                && !(table().myself().slots().isEmpty() && node.data().isEmpty())) {
            return Words.error("ERR To set a master the node must be empty and without assigned slots.");
        }
        node.follow(id);
        return Words.ok();
    }

    private JsonNode failOver(String how) {
        if (node.masters()) {
            return Words.error("ERR You should send CLUSTER FAILOVER to a replica");
        }
        Optional<Known> master = table().source();
        if (master.isEmpty()) {
            return Words.error("ERR I'm a replica but my master is unknown to me");
        }
        if (how.equals("TAKEOVER")) {
            elections.takeOver(node);
            return Words.ok();
        }
        if (!how.isEmpty()) {
            return Words.error("ERR syntax error");
        }
        if (master.get().failed() || !master.get().linked()) {
            return Words.error("ERR Master is down or failed, please use CLUSTER FAILOVER FORCE");
        }
        elections.manual(node);
        return Words.ok();
    }
}
