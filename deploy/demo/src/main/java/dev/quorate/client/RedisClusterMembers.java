package dev.quorate.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * Nodes of Redis Cluster as any client sees them: it asks one, and goes where that one sends it. Hosts are those of pods, which only
 * pods can resolve, so the list of nodes says where each is. A write is acknowledged when a replica has it too, since a master that
 * dies by itself takes with it what it alone had.
 */
public final class RedisClusterMembers implements Members {
    private static final int MOST_REDIRECTIONS = 5;
    private static final int PORT = 6379;

    private final JedisClientConfig config;
    private final Duration patience;
    private final Map<String, Jedis> connections = new HashMap<>();

    /** @param patience with a node that does not answer */
    public RedisClusterMembers(Duration patience, String password) {
        this.patience = patience;
        this.config = DefaultJedisClientConfig.builder()
                .protocol(RedisProtocol.RESP2)
                .timeoutMillis((int) patience.toMillis())
                .password(password)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .build();
    }

    @Override
    public synchronized boolean put(String address, String key, String value) {
        String at = address;
        boolean sentForOnce = false;
        for (int redirections = 0; redirections <= MOST_REDIRECTIONS; redirections++) {
            boolean asking = sentForOnce;
            try {
                return ask(at, client -> write(client, asking, key, value)).orElse(false);
            } catch (JedisRedirectionException elsewhere) {
                Optional<String> there = place(at, elsewhere.getTargetNode());
                if (there.isEmpty()) {
                    return false;
                }
                at = there.get();
                sentForOnce = elsewhere instanceof JedisAskDataException;
            }
        }
        return false;
    }

    private boolean write(Jedis client, boolean asking, String key, String value) {
        if (asking) {
            client.sendCommand(Protocol.Command.ASKING);
        }
        client.set(key, value);
        // Half the time: an answer that comes must not come too late.
        return client.waitReplicas(1, patience.toMillis() / 2) > 0;
    }

    /** As who asks this node finds it: the masters that it names, and what each has. */
    @Override
    public synchronized Optional<Map<String, String>> read(String address, String prefix) {
        Map<String, String> values = new TreeMap<>();
        for (Node master : nodes(address).stream().filter(Node::owns).toList()) {
            Optional<Map<String, String>> share = ask(master.address(), client -> values(client, prefix));
            if (share.isEmpty()) {
                return Optional.empty();
            }
            values.putAll(share.get());
        }
        return Optional.of(values);
    }

    private static Map<String, String> values(Jedis client, String prefix) {
        Map<String, String> values = new TreeMap<>();
        for (String key : client.keys(prefix + "*")) {
            try {
                values.put(key, String.valueOf(client.get(key)));
            } catch (JedisMovedDataException notItsOwn) {
                // What is left of a slot that it has given away is nobody's.
            }
        }
        return values;
    }

    // ---- who is where

    /**
     * A line of CLUSTER NODES.
     *
     * @param owns whether it is a master with slots
     */
    private record Node(String address, String host, boolean owns) {

        /** {@code id ip:port@bus,host flags master ping pong epoch link slots…}. */
        static Optional<Node> parse(String line) {
            String[] words = line.split(" ", -1);
            if (words.length < 8 || words[1].indexOf('@') < 0) {
                return Optional.empty();
            }
            String[] names = words[1].split(",", -1);
            boolean owns = List.of(words[2].split(",", -1)).contains("master") && words.length > 8;
            return Optional.of(
                    new Node(names[0].substring(0, names[0].indexOf('@')), names.length > 1 ? names[1] : "", owns));
        }
    }

    private List<Node> nodes(String address) {
        List<Node> nodes = new ArrayList<>();
        ask(address, Jedis::clusterNodes)
                .ifPresent(lines ->
                        lines.lines().flatMap(line -> Node.parse(line).stream()).forEach(nodes::add));
        return nodes;
    }

    private Optional<String> place(String asked, HostAndPort target) {
        return nodes(asked).stream()
                .filter(node ->
                        node.host().equals(target.getHost()) || node.address().equals(target.getHost() + ":" + PORT))
                .map(Node::address)
                .findFirst();
    }

    // ---- connections

    /** No answer from a node that comes or goes, or does not serve; one that sends elsewhere is left to the caller. */
    private <T> Optional<T> ask(String address, Function<Jedis, T> question) {
        try {
            return Optional.of(question.apply(connections.computeIfAbsent(address, this::open)));
        } catch (JedisConnectionException gone) {
            Optional.ofNullable(connections.remove(address)).ifPresent(Jedis::close);
            return Optional.empty();
        } catch (JedisRedirectionException elsewhere) {
            throw elsewhere;
        } catch (JedisException refused) {
            return Optional.empty();
        }
    }

    private Jedis open(String address) {
        return new Jedis(HostAndPort.from(address), config);
    }

    @Override
    public synchronized void close() {
        connections.values().forEach(Jedis::close);
        connections.clear();
    }
}
