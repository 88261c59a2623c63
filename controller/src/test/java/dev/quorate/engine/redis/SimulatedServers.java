package dev.quorate.engine.redis;

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
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The way to simulated members: what a real one is asked in its own protocol they are asked by HTTP. */
public final class SimulatedServers implements Servers {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Set<String> READS =
            Set.of("PING", "INFO", "MYID", "MASTER", "REPLICAS", "SENTINELS", "CKQUORUM", "GET");

    private final Reach reach;
    private final InstantSource clock;

    private SimulatedServers(Reach reach, InstantSource clock) {
        this.reach = reach;
        this.clock = clock;
    }

    /** The engine as it is, but for the way to its members. */
    public static Engine engine(InstantSource clock, Consumer<Duration> pause) {
        return new RedisEngine(RedisDefaults.ALL, reach -> new SimulatedServers(reach, clock), pause);
    }

    @Override
    public Session open(AppName app, Roster.Pod pod, int port) throws NoReply {
        Open session = new Open(new Reach.Target(app.namespace(), pod.name(), pod.ip(), port), clock.instant());
        try {
            session.call("PING");
        } catch (Refused e) {
            throw new NoReply(e.sentence(), false);
        }
        return session;
    }

    /** A server that waits for the next word hangs up after a while: it is told when the last one came. */
    private final class Open implements Session {

        private final Reach.Target target;
        private Instant spoke;

        private Open(Reach.Target target, Instant spoke) {
            this.target = target;
            this.spoke = spoke;
        }

        @Override
        public JsonNode call(String... words) throws NoReply, Refused {
            Reply reply = reach.http(target, asked(words));
            if (reply.status() != 200) {
                throw new NoReply("the connection is closed", false);
            }
            spoke = clock.instant();
            JsonNode answer = tree(reply.body());
            if (answer.has("error")) {
                throw new Refused(answer.path("error").asText());
            }
            return answer.has("status") ? answer.path("status") : answer;
        }

        private Call asked(String... words) {
            String query = "?spoke=" + spoke;
            if (READS.contains(words[0].equals("SENTINEL") ? words[1] : words[0])) {
                String path = Arrays.stream(words)
                        .map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8))
                        .collect(Collectors.joining("/", "/", ""));
                return Call.get(path + query, PATIENCE);
            }
            ArrayNode body = JsonNodeFactory.instance.arrayNode();
            Arrays.stream(words).forEach(body::add);
            return Call.post("/" + query, body.toString(), PATIENCE);
        }

        private static JsonNode tree(String body) {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a simulated member answered " + body, e);
            }
        }

        @Override
        public void close() {
            // Each word is a request of its own.
        }
    }
}
