package dev.quorate.engine.zookeeper;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.Engine;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Reach.Call;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Reach.Reply;
import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** The way to simulated members: what a real one is asked in its own protocol they are asked by HTTP. */
public final class SimulatedMembers implements Ensemble {

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration CHANGE = Duration.ofSeconds(8);

    private final Reach reach;

    private SimulatedMembers(Reach reach) {
        this.reach = reach;
    }

    /** The engine as it is, but for the way to its members. */
    public static Engine engine(Consumer<Duration> pause) {
        return new ZooKeeperEngine(ZooKeeperDefaults.ALL, SimulatedMembers::new, pause);
    }

    @Override
    public String ask(AppName app, Roster.Pod pod, Word word) throws NoReply {
        Reply reply = reach.http(target(app, pod), Call.get("/" + word.name().toLowerCase(Locale.ROOT), LOOK));
        if (reply.status() != 200) {
            throw new NoReply("no server runs", false);
        }
        return reply.body();
    }

    @Override
    public Optional<ZooKeeperRefusal> change(AppName app, Roster.Pod via, Change change) throws NoReply {
        if (change.changesTheList()) {
            Optional<ZooKeeperRefusal> refusal = post(app, via, path(change), body(change));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return post(app, via, "/touch", JsonNodeFactory.instance.objectNode());
    }

    private static String path(Change change) {
        if (change.joining().isEmpty()) {
            return "/remove";
        }
        boolean joins = change.joining().get().contains(":observer;");
        return joins ? "/add" : "/vote";
    }

    private static ObjectNode body(Change change) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("from", change.from());
        change.joining().ifPresent(line -> body.put("line", line));
        change.leaving().ifPresent(id -> body.put("id", id));
        return body;
    }

    private Optional<ZooKeeperRefusal> post(AppName app, Roster.Pod via, String path, ObjectNode body) throws NoReply {
        Reply reply = reach.http(target(app, via), Call.post(path, body.toString(), CHANGE));
        return switch (reply.status() == 200 ? "" : reply.body()) {
            case "" -> Optional.empty();
            case "BADVERSION" -> Optional.of(ZooKeeperRefusal.OTHER_LIST);
            case "NEWCONFIGNOQUORUM" -> Optional.of(ZooKeeperRefusal.NO_QUORUM);
            case "CONNECTIONLOSS" -> Optional.of(ZooKeeperRefusal.NOT_KNOWN);
            default -> Optional.of(ZooKeeperRefusal.OTHER);
        };
    }

    private static Reach.Target target(AppName app, Roster.Pod pod) {
        return new Reach.Target(app.namespace(), pod.name(), pod.ip(), Addresses.CLIENT_PORT);
    }
}
