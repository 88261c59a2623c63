package dev.quorate.simulator.engine.zookeeper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import java.util.Optional;

/**
 * What clients of one server can ask: {@code GET /srvr} and {@code GET /conf} are words, {@code POST /add}, {@code /vote},
 * {@code /remove} and {@code /touch} are changes of the list and a write without one, {@code POST} and {@code GET /nodes/KEY} are data. A refused
 * change has the status 409 and the name of ZooKeeper's error.
 */
final class ClientPort {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOT_SERVING = "This ZooKeeper instance is not currently serving requests\n";
    private static final String NODES = "/nodes/";

    private final ZooKeeperNetwork network;
    private final ZooKeeperProcess server;

    ClientPort(ZooKeeperNetwork network, ZooKeeperProcess server) {
        this.network = network;
        this.server = server;
    }

    ProgramReply handle(ProgramRequest request) {
        String path = request.pathOnly();
        if (path.equals("/srvr") || path.equals("/conf")) {
            return ProgramReply.text(200, server.serving() ? word(path) : NOT_SERVING);
        }
        Optional<ZooKeeperProcess> leader = network.leader(server);
        if (leader.isEmpty()) {
            return ProgramReply.text(503, "CONNECTIONLOSS");
        }
        if (path.startsWith(NODES)) {
            return nodes(request, path.substring(NODES.length()));
        }
        return change(leader.get(), path, body(request));
    }

    private String word(String path) {
        if (path.equals("/conf")) {
            return "clientPort=2181\nserverId=" + server.id() + "\nmembership: \n"
                    + server.list().text();
        }
        boolean observer =
                server.list().get(server.id()).filter(listed -> !listed.votes()).isPresent();
        return "Zookeeper version: " + version() + "-0000, built on 2026-02-11 20:18 UTC\nZxid: 0x"
                + Long.toHexString(server.log().zxid()) + "\nMode: "
                + (server.leading() ? "leader" : observer ? "observer" : "follower") + "\n";
    }

    private String version() {
        String image = server.pod().image();
        return image.substring(image.lastIndexOf(':') + 1);
    }

    private ProgramReply nodes(ProgramRequest request, String key) {
        if (request.method().equals("POST")) {
            network.append(server, log -> log.write(Optional.of(new Entry.Put(key, request.body()))));
            return ProgramReply.text(200, "");
        }
        Optional<Entry> at = Optional.of(server.log());
        while (at.isPresent()
                && at.get().put().filter(put -> put.key().equals(key)).isEmpty()) {
            at = at.get().previous();
        }
        return at.flatMap(Entry::put)
                .map(put -> ProgramReply.text(200, put.value()))
                .orElseGet(() -> ProgramReply.text(404, ""));
    }

    private ProgramReply change(ZooKeeperProcess leader, String path, JsonNode body) {
        if (path.equals("/touch")) {
            network.append(server, log -> log.write(Optional.empty()));
            return ProgramReply.text(200, "");
        }
        ServerList now = leader.list();
        long from = body.path("from").asLong(-1);
        if (from >= 0 && from != now.version()) {
            return ProgramReply.text(409, "BADVERSION");
        }
        ServerList changed = path.equals("/remove")
                ? now.without(body.path("id").asLong())
                : now.with(ServerList.parse(body.path("line").asText()));
        if (changed.voters() == 0) {
            return ProgramReply.text(409, "BADARGUMENTS");
        }
        if (!network.acknowledgedBy(leader, changed)) {
            return ProgramReply.text(409, "NEWCONFIGNOQUORUM");
        }
        network.append(server, log -> log.change(changed));
        return ProgramReply.text(200, "");
    }

    private static JsonNode body(ProgramRequest request) {
        try {
            return JSON.readTree(request.body().isBlank() ? "{}" : request.body());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a change of ZooKeeper's list is a JSON object: " + request.body(), e);
        }
    }
}
