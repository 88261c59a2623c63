package dev.quorate.engine.rediscluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.engine.Engine;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Reach.Call;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Reach.Reply;
import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The way to simulated nodes: what a real one is asked in its own protocol they are asked by HTTP. */
public final class SimulatedNodes implements Servers {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Set<String> READS = Set.of(
            "PING",
            "INFO",
            "GET",
            "CLIENT ID",
            "CLIENT LIST",
            "CLUSTER NODES",
            "CLUSTER INFO",
            "CLUSTER MYID",
            "CLUSTER COUNTKEYSINSLOT",
            "CLUSTER GETKEYSINSLOT");

    private final Reach reach;

    SimulatedNodes(Reach reach) {
        this.reach = reach;
    }

    /** The engine as it is, but for the way to its members. */
    public static Engine engine(Consumer<Duration> pause) {
        return new RedisClusterEngine(ClusterDefaults.ALL, SimulatedNodes::new, pause);
    }

    @Override
    public Session open(AppName app, Roster.Pod pod) throws NoReply {
        Reach.Target target = new Reach.Target(app.namespace(), pod.name(), pod.ip(), Addresses.PORT);
        try {
            return new Open(
                    target, "?connection=" + call(target, "", "CLIENT", "ID").asLong());
        } catch (Refused e) {
            throw new NoReply(e.sentence(), false);
        }
    }

    @Override
    public String password(AppName app) {
        return "made-up";
    }

    /** A connection that the node has closed stays closed. */
    private final class Open implements Session {

        private final Reach.Target target;
        private final String connection;

        private Open(Reach.Target target, String connection) {
            this.target = target;
            this.connection = connection;
        }

        @Override
        public JsonNode call(String... words) throws NoReply, Refused {
            return SimulatedNodes.this.call(target, connection, words);
        }

        @Override
        public List<JsonNode> callAll(List<List<String>> commands) throws NoReply, Refused {
            if (commands.isEmpty()) {
                return List.of();
            }
            JsonNode answers = answer(target, Call.post("/" + connection, text(commands), PATIENCE));
            List<JsonNode> all = new ArrayList<>();
            for (JsonNode each : answers) {
                all.add(said(each));
            }
            return all;
        }

        @Override
        public void close() {
            try {
                call("QUIT");
            } catch (NoReply | Refused gone) {
                return; // there is nobody to say it to, and nothing left to close
            }
        }
    }

    private JsonNode call(Reach.Target target, String connection, String... words) throws NoReply, Refused {
        return said(answer(target, asked(connection, words)));
    }

    private JsonNode answer(Reach.Target target, Call call) throws NoReply {
        Reply reply = reach.http(target, call);
        if (reply.status() != 200) {
            throw new NoReply("the connection is closed", false);
        }
        return tree(reply.body());
    }

    private static JsonNode said(JsonNode answer) throws Refused {
        if (answer.has("error")) {
            throw new Refused(answer.path("error").asText());
        }
        return answer.has("status") ? answer.path("status") : answer;
    }

    private static Call asked(String connection, String... words) {
        if (READS.contains(words[0]) || (words.length > 1 && READS.contains(words[0] + " " + words[1]))) {
            String path = Arrays.stream(words)
                    .map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8))
                    .collect(Collectors.joining("/", "/", ""));
            return Call.get(path + connection, PATIENCE);
        }
        return Call.post("/" + connection, array(List.of(words)).toString(), PATIENCE);
    }

    private static String text(List<List<String>> commands) {
        ArrayNode body = JsonNodeFactory.instance.arrayNode();
        commands.forEach(words -> body.add(array(words)));
        return body.toString();
    }

    private static ArrayNode array(List<String> words) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        words.forEach(array::add);
        return array;
    }

    private static JsonNode tree(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a simulated node answered " + body, e);
        }
    }
}
