package dev.quorate.engine.redis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** The real servers, each on one bare connection of Jedis: a pool would connect again where nobody must. */
final class JedisServers implements Servers {

    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Reach reach;

    JedisServers(Reach reach) {
        this.reach = reach;
    }

    @Override
    public Session open(AppName app, Roster.Pod pod, int port) throws NoReply {
        String password = reach.secret(app.namespace(), RedisPods.secretName(app), RedisPods.PASSWORD);
        Reach.Address address = reach.dial(new Reach.Target(app.namespace(), pod.name(), pod.ip(), port));
        try {
            return new Open(new Connection(new HostAndPort(address.host(), address.port()), config(password)));
        } catch (JedisAccessControlException e) {
            throw new NoReply("it does not take the password in Secret " + RedisPods.secretName(app), false);
        } catch (JedisDataException | JedisConnectionException e) {
            throw new NoReply(String.valueOf(e.getMessage()), false);
        }
    }

    private static JedisClientConfig config(String password) {
        return DefaultJedisClientConfig.builder()
                .protocol(RedisProtocol.RESP2)
                .connectionTimeoutMillis((int) LOOK.toMillis())
                .socketTimeoutMillis((int) LOOK.toMillis())
                .password(password)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .build();
    }

    private record Open(Connection connection) implements Session {

        @Override
        public JsonNode call(String... words) throws NoReply, Refused {
            byte[] name = words[0].getBytes(StandardCharsets.UTF_8);
            try {
                connection.sendCommand(() -> name, Arrays.copyOfRange(words, 1, words.length));
                return tree(connection.getOne());
            } catch (JedisDataException e) {
                throw new Refused(String.valueOf(e.getMessage()));
            } catch (JedisConnectionException e) {
                throw new NoReply(String.valueOf(e.getMessage()), true);
            }
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
                    ? JsonNodeFactory.instance.textNode(new String(text, StandardCharsets.UTF_8))
                    : JsonNodeFactory.instance.nullNode();
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
