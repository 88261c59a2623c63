package dev.quorate.simulator.engine.rediscluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.simulator.engine.redis.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The commands of a node that people, programs and the controller use here.
 *
 * @param connection on which they come; empty for one of its own
 */
record NodeCommands(RedisClusterNetwork network, Elections elections, NodeProcess node, Optional<Long> connection) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final long EMPTY_MEMORY = 1 << 20;

    JsonNode answer(List<String> words) {
        boolean asking = connection.isPresent() && node.connections().asked(connection);
        return switch (words.get(0).toUpperCase(Locale.ROOT)) {
            case "PING" -> JSON.objectNode().put("status", "PONG");
            case "AUTH", "SELECT", "READONLY", "READWRITE" -> Words.ok();
            case "HELLO" -> Words.hello(words, "cluster");
            case "QUIT" -> quit();
            case "ASKING" -> asking();
            case "CLIENT" -> client(words);
            case "CLUSTER" -> new ClusterCommands(network, elections, node).answer(words);
            case "EVAL" -> new SlotCommands(network, node).takeOver(words);
            case "INFO" -> JSON.textNode(info(words.size() > 1 ? words.get(1).toLowerCase(Locale.ROOT) : "all"));
            case "ROLE" -> role();
            default -> new KeyCommands(network, node, asking).answer(words);
        };
    }

    private JsonNode quit() {
        connection.ifPresent(node.connections()::close);
        return Words.ok();
    }

    private JsonNode asking() {
        connection.ifPresent(node.connections()::ask);
        return Words.ok();
    }

    private JsonNode client(List<String> words) {
        return switch (words.get(1).toUpperCase(Locale.ROOT)) {
            case "ID" -> JSON.numberNode(connection.orElseGet(this::connect));
            case "SETNAME" -> {
                connection.ifPresent(number -> node.connections().name(number, words.get(2)));
                yield Words.ok();
            }
            case "GETNAME" ->
                JSON.textNode(connection.map(node.connections()::name).orElse(""));
            case "LIST" -> JSON.textNode(node.connections().list(node.pod().address()));
            case "KILL" -> kill(words);
            default -> Words.ok();
        };
    }

    private long connect() {
        long number = network.connection();
        node.connections().open(number);
        return number;
    }

    private JsonNode kill(List<String> words) {
        if (words.size() != 4 || !words.get(2).equalsIgnoreCase("ID")) {
            return Words.error("ERR syntax error");
        }
        return JSON.numberNode(node.connections().close(Long.parseLong(words.get(3))) ? 1 : 0);
    }

    private JsonNode role() {
        long written = node.data().written();
        return node.masters()
                ? JSON.arrayNode().add("master").add(written).add(JSON.arrayNode())
                : JSON.arrayNode()
                        .add("slave")
                        .add(master().map(Known::address).orElse(""))
                        .add(NodeProgram.PORT)
                        .add(node.linked() ? "connected" : "connect")
                        .add(written);
    }

    private Optional<Known> master() {
        return node.table().source().filter(each -> !node.masters());
    }

    private String info(String section) {
        StringBuilder lines = new StringBuilder();
        append(lines, section, "server", "redis_version:" + version(), "redis_mode:cluster");
        append(
                lines,
                section,
                "memory",
                "used_memory:" + (EMPTY_MEMORY + node.data().bytes()),
                "maxmemory:0");
        append(lines, section, "persistence", "loading:0");
        append(lines, section, "replication", replication());
        append(lines, section, "cluster", "cluster_enabled:1");
        int keys = node.data().size();
        append(lines, section, "keyspace", keys == 0 ? "" : "db0:keys=" + keys + ",expires=0,avg_ttl=0");
        return lines.toString();
    }

    private static void append(StringBuilder to, String asked, String section, String... lines) {
        if (asked.equals(section) || asked.equals("all") || asked.equals("everything")) {
            to.append("# ")
                    .append(section.substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(section.substring(1));
            List.of(lines).stream()
                    .filter(line -> !line.isEmpty())
                    .forEach(line -> to.append("\r\n").append(line));
            to.append("\r\n\r\n");
        }
    }

    private String replication() {
        long offset = node.data().written();
        String role = node.masters()
                ? "role:master\r\nconnected_slaves:" + replicas().size() + followers()
                : "role:slave\r\nmaster_host:"
                        + master().map(Known::address).orElse("?")
                        + "\r\nmaster_port:6379\r\nmaster_link_status:"
                        + (node.linked() ? "up" : "down")
                        + "\r\nmaster_sync_in_progress:0\r\nslave_repl_offset:"
                        + offset;
        return role + "\r\nmaster_failover_state:no-failover\r\nmaster_repl_offset:" + offset;
    }

    private List<NodeProcess> replicas() {
        return network.replicas(node).filter(NodeProcess::linked).toList();
    }

    private String followers() {
        StringBuilder lines = new StringBuilder();
        List<NodeProcess> replicas = replicas();
        for (int number = 0; number < replicas.size(); number++) {
            NodeProcess replica = replicas.get(number);
            lines.append("\r\nslave")
                    .append(number)
                    .append(":ip=")
                    .append(replica.pod().address())
                    .append(",port=6379,state=online,offset=")
                    .append(replica.data().written())
                    .append(",lag=0");
        }
        return lines.toString();
    }

    private String version() {
        String image = node.pod().image();
        return image.substring(image.lastIndexOf(':') + 1);
    }
}
