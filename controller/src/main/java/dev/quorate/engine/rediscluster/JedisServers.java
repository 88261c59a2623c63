package dev.quorate.engine.rediscluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** The real nodes, each on one bare connection of Jedis: a pool would connect again where nobody must. */
final class JedisServers implements Servers {

    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** A node answers nobody while it sends keys to another, and may wait for that one as long as the mover lets it. */
    private static final Duration ANSWER = Mover.PATIENCE.plusSeconds(1);

    private final Reach reach;

    JedisServers(Reach reach) {
        this.reach = reach;
    }

    @Override
    public String password(AppName app) throws NoReply {
        return reach.secret(app.namespace(), ClusterPods.secretName(app), ClusterPods.PASSWORD);
    }

    @Override
    public Session open(AppName app, Roster.Pod pod) throws NoReply {
        String password = password(app);
        Reach.Address address = reach.dial(new Reach.Target(app.namespace(), pod.name(), pod.ip(), Addresses.PORT));
        try {
            return new Open(new Connection(new HostAndPort(address.host(), address.port()), config(password)));
        } catch (JedisAccessControlException e) {
            throw new NoReply("it does not take the password in Secret " + ClusterPods.secretName(app), false);
        } catch (JedisDataException | JedisConnectionException e) {
            throw new NoReply(String.valueOf(e.getMessage()), false);
        }
    }

    private static JedisClientConfig config(String password) {
        return DefaultJedisClientConfig.builder()
                .protocol(RedisProtocol.RESP2)
                .connectionTimeoutMillis((int) CONNECT.toMillis())
                .socketTimeoutMillis((int) ANSWER.toMillis())
                .password(password)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .build();
    }

    /** Keys are any bytes, and this charset gives each of them back. */
    private record Open(Connection connection) implements Session {

        @Override
        public JsonNode call(String... words) throws NoReply, Refused {
            return callAll(List.of(List.of(words))).get(0);
        }

        @Override
        public List<JsonNode> callAll(List<List<String>> commands) throws NoReply, Refused {
            try {
                commands.forEach(this::send);
                List<JsonNode> answers = new ArrayList<>();
                Optional<JedisDataException> refusal = Optional.empty();
                for (Object answer : connection.getMany(commands.size())) {
                    if (answer instanceof JedisDataException error) {
                        refusal = refusal.or(() -> Optional.of(error));
                    } else {
                        answers.add(tree(answer));
                    }
                }
                if (refusal.isPresent()) {
                    throw new Refused(String.valueOf(refusal.get().getMessage()));
                }
                return answers;
            } catch (JedisConnectionException e) {
                throw new NoReply(String.valueOf(e.getMessage()), true);
            }
        }

        private void send(List<String> words) {
            byte[][] bytes = words.stream()
                    .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
                    .toArray(byte[][]::new);
            connection.sendCommand(() -> bytes[0], Arrays.copyOfRange(bytes, 1, bytes.length));
        }

        private static JsonNode tree(Object answer) {
            if (answer instanceof List<?> items) {
                ArrayNode list = JsonNodeFactory.instance.arrayNode();
                items.forEach(item -> list.add(tree(item)));
                return list;
            }
            if (answer instanceof Long number) {
                return JsonNodeFactory.instance.numberNode(number);
            }
            return answer instanceof byte[] text
                    ? JsonNodeFactory.instance.textNode(new String(text, StandardCharsets.ISO_8859_1))
                    : JsonNodeFactory.instance.nullNode();
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
