package dev.quorate.engine.rediscluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.engine.rediscluster.Servers.Refused;
import dev.quorate.engine.rediscluster.Servers.Session;
import dev.quorate.schema.AppName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Connections to all nodes, which nobody else has: whoever opens these closes those of others, looks only then, and acts on what
 * it saw by the very same connections, which are never opened again. So who was frozen between a look and an act finds, when it
 * wakes, that it cannot act any more, if anybody has acted since.
 */
final class Control implements AutoCloseable {

    /** Of connections of this kind, as nodes list them. */
    private static final String NAME = "quorate";

    private static final Pattern CLIENT = Pattern.compile("^id=(\\d+) .*\\bname=(\\S*) ", Pattern.MULTILINE);

    private final Roster roster;
    private final Addresses addresses;
    private final String password;
    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<String, String> troubles = new HashMap<>();

    private Control(Roster roster, Addresses addresses, String password) {
        this.roster = roster;
        this.addresses = addresses;
        this.password = password;
    }

    static Control take(Servers servers, Addresses addresses, Roster roster) {
        Control control = new Control(roster, addresses, password(servers, roster.app()));
        for (Roster.Pod pod : roster.pods()) {
            control.take(servers, pod);
        }
        return control;
    }

    /** Nodes that do not give it away do not answer either, and say why. */
    private static String password(Servers servers, AppName app) {
        try {
            return servers.password(app);
        } catch (NoReply none) {
            return "";
        }
    }

    private void take(Servers servers, Roster.Pod pod) {
        if (!pod.running()) {
            troubles.put(pod.name(), "its pod does not run");
            return;
        }
        try {
            Session session = servers.open(roster.app(), pod);
            sessions.put(pod.name(), session);
            closeOthers(session);
        } catch (NoReply | Refused silence) {
            drop(pod.name(), ClusterClient.reason(silence));
        }
    }

    private static void closeOthers(Session session) throws NoReply, Refused {
        // Named first: of two that come at once, whoever lists later finds the other.
        session.call("CLIENT", "SETNAME", NAME);
        String own = session.call("CLIENT", "ID").asText();
        List<String> others = CLIENT.matcher(session.call("CLIENT", "LIST").asText())
                .results()
                .filter(client ->
                        client.group(2).equals(NAME) && !client.group(1).equals(own))
                .map(client -> client.group(1))
                .toList();
        for (String other : others) {
            close(session, other);
        }
    }

    private static void close(Session session, String other) throws NoReply {
        try {
            session.call("CLIENT", "KILL", "ID", other);
        } catch (Refused gone) {
            return; // it has been closed meanwhile, which is what is wanted
        }
    }

    private void drop(String pod, String why) {
        Optional.ofNullable(sessions.remove(pod)).ifPresent(Session::close);
        troubles.put(pod, why);
    }

    /** What all say on these connections; one that is closed stays silent. */
    Topology look() {
        List<NodeAnswer> answers = new ArrayList<>();
        for (Roster.Pod pod : roster.pods()) {
            answers.add(look(pod));
        }
        return Topology.of(roster, addresses, answers);
    }

    private NodeAnswer look(Roster.Pod pod) {
        Optional<Session> session = Optional.ofNullable(sessions.get(pod.name()));
        if (session.isPresent()) {
            try {
                return ClusterClient.ask(pod, session.get());
            } catch (NoReply | Refused silence) {
                drop(pod.name(), ClusterClient.reason(silence));
            }
        }
        return NodeAnswer.silence(pod, troubles.getOrDefault(pod.name(), "it was not asked"));
    }

    JsonNode call(Node node, String... words) throws NoReply, Refused {
        return session(node).call(words);
    }

    List<JsonNode> callAll(Node node, List<List<String>> commands) throws NoReply, Refused {
        return session(node).callAll(commands);
    }

    private Session session(Node node) throws NoReply {
        Optional<Session> session = node.pod().flatMap(pod -> Optional.ofNullable(sessions.get(pod)));
        if (session.isEmpty()) {
            throw new NoReply(node.name() + " is not connected any more", false);
        }
        return session.get();
    }

    String password() {
        return password;
    }

    @Override
    public void close() {
        sessions.values().forEach(Session::close);
    }
}
