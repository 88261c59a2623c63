package dev.quorate.engine.zookeeper;

import dev.quorate.engine.zookeeper.Addresses.Duty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The members as ZooKeeper lists them.
 *
 * @param version the transaction that made this the list: a newer list has a higher one
 */
record ServerList(long version, List<Server> servers) {

    static final ServerList NONE = new ServerList(-1, List.of());

    /** Ids above are kept for others by ZooKeeper itself. */
    private static final int HIGHEST_ID = 254;

    private static final Pattern SERVER = Pattern.compile(
            "^server\\.([0-9]+)=(.+?):[0-9]+:[0-9]+(?::(participant|observer))?(?:;.*)?$", Pattern.MULTILINE);
    private static final Pattern VERSION = Pattern.compile("^version=([0-9a-f]{1,16})$", Pattern.MULTILINE);

    ServerList {
        servers = List.copyOf(servers);
    }

    /** @param id the decimal number that lists it */
    record Server(String id, String host, Duty duty) {
        boolean votes() {
            return duty == Duty.PARTICIPANT;
        }
    }

    /** Empty if the text names no server or no version. */
    static Optional<ServerList> parse(String text) {
        List<Server> servers = new ArrayList<>();
        Matcher server = SERVER.matcher(text);
        while (server.find()) {
            boolean observer = "observer".equals(server.group(3));
            servers.add(new Server(server.group(1), server.group(2), observer ? Duty.OBSERVER : Duty.PARTICIPANT));
        }
        servers.sort(Comparator.comparing(found -> Long.parseLong(found.id())));
        Matcher version = VERSION.matcher(text);
        return servers.isEmpty() || !version.find()
                ? Optional.empty()
                : Optional.of(new ServerList(Long.parseUnsignedLong(version.group(1), 16), servers));
    }

    Optional<Server> byId(String id) {
        return servers.stream().filter(server -> server.id().equals(id)).findFirst();
    }

    Optional<Server> byHost(String host) {
        return servers.stream().filter(server -> server.host().equals(host)).findFirst();
    }

    int voters() {
        return (int) servers.stream().filter(Server::votes).count();
    }

    /**
     * An id that no present member has and, but for a rare chance, no former one had: the version grows with each change of the
     * list, and it decides.
     */
    String freshId() {
        int candidate = (int) Long.remainderUnsigned(version, HIGHEST_ID) + 1;
        while (byId(Integer.toString(candidate)).isPresent()) {
            candidate = candidate % HIGHEST_ID + 1;
        }
        return Integer.toString(candidate);
    }
}
