package dev.quorate.simulator.engine.zookeeper;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The members by id, as one transaction made them; version 0 is a list that no leader has confirmed yet. */
record ServerList(long version, Map<Long, Server> servers) {

    private static final Pattern LINE =
            Pattern.compile("^server\\.([0-9]+)=([^:]+):2888:3888:(participant|observer);(.*)$", Pattern.MULTILINE);

    ServerList {
        servers = new TreeMap<>(servers);
    }

    record Server(String host, boolean votes, String listens) {}

    static ServerList parse(String text) {
        Map<Long, Server> servers = new TreeMap<>();
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            servers.put(
                    Long.valueOf(line.group(1)),
                    new Server(line.group(2), line.group(3).equals("participant"), line.group(4)));
        }
        return new ServerList(0, servers);
    }

    ServerList at(long newVersion) {
        return new ServerList(newVersion, servers);
    }

    ServerList with(ServerList changed) {
        Map<Long, Server> all = new TreeMap<>(servers);
        all.putAll(changed.servers);
        return new ServerList(version, all);
    }

    ServerList without(long id) {
        Map<Long, Server> others = new TreeMap<>(servers);
        others.remove(id);
        return new ServerList(version, others);
    }

    Optional<Server> get(long id) {
        return Optional.ofNullable(servers.get(id));
    }

    boolean votes(long id) {
        return get(id).filter(Server::votes).isPresent();
    }

    int voters() {
        return (int) servers.values().stream().filter(Server::votes).count();
    }

    int majority() {
        return voters() / 2 + 1;
    }

    /** The id that lists this pod; empty if none does. */
    Optional<Long> idOf(String podHost) {
        return servers.entrySet().stream()
                .filter(each -> each.getValue().host().startsWith(podHost))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    String text() {
        StringBuilder lines = new StringBuilder();
        servers.forEach((id, server) -> lines.append("server.")
                .append(id)
                .append('=')
                .append(server.host())
                .append(":2888:3888:")
                .append(server.votes() ? "participant" : "observer")
                .append(';')
                .append(server.listens())
                .append('\n'));
        return lines + "version=" + Long.toHexString(version);
    }
}
