package dev.quorate.engine.rediscluster;

import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.engine.rediscluster.Servers.Refused;
import dev.quorate.engine.rediscluster.Servers.Session;
import dev.quorate.schema.AppName;
import java.util.Optional;

/** Asks nodes what they see. */
final class ClusterClient {

    private final Servers servers;
    private final Addresses addresses;

    ClusterClient(Servers servers, Addresses addresses) {
        this.servers = servers;
        this.addresses = addresses;
    }

    /** What all say now; it disturbs nobody who changes something. */
    Topology look(Roster roster) {
        return Topology.of(
                roster,
                addresses,
                roster.pods().stream().map(pod -> look(roster.app(), pod)).toList());
    }

    private NodeAnswer look(AppName app, Roster.Pod pod) {
        if (!pod.running()) {
            return NodeAnswer.silence(pod, "its pod does not run");
        }
        try (Session session = servers.open(app, pod)) {
            return ask(pod, session);
        } catch (NoReply | Refused silence) {
            return NodeAnswer.silence(pod, reason(silence));
        }
    }

    /** For who changes something: from now on nobody else does. */
    Control control(Roster roster) {
        return Control.take(servers, addresses, roster);
    }

    static NodeAnswer ask(Roster.Pod pod, Session session) throws NoReply, Refused {
        return NodeAnswer.of(
                pod,
                session.call("CLUSTER", "NODES").asText(),
                session.call("CLUSTER", "INFO").asText(),
                session.call("INFO").asText());
    }

    static String reason(Exception e) {
        return Optional.ofNullable(e.getMessage()).orElse("no reason given");
    }
}
