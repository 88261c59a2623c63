package dev.quorate.engine.rabbitmq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Reach.Call;
import dev.quorate.engine.Reach.Command;
import dev.quorate.engine.Reach.Exit;
import dev.quorate.engine.Reach.Login;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Reach.Reply;
import dev.quorate.engine.Reach.Target;
import dev.quorate.engine.Roster;
import dev.quorate.engine.rabbitmq.RabbitAnswer.Mark;
import dev.quorate.engine.rabbitmq.RabbitAnswer.Status;
import dev.quorate.schema.AppName;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Speaks to members: through their management API where it has what is needed, else by a command in their containers. */
final class RabbitClient {

    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration CHANGE = Duration.ofSeconds(10);

    /** Some commands go through every queue. */
    static final Duration COMMAND = Duration.ofMinutes(2);

    private static final String NODE_FIELDS = "name,running,partitions,mem_alarm,disk_free_alarm";
    private static final String QUEUE_FIELDS =
            "name,vhost,type,durable,exclusive,node,members,online,synchronised_slave_nodes,arguments,"
                    + "effective_policy_definition";

    private final Reach reach;

    RabbitClient(Reach reach) {
        this.reach = reach;
    }

    List<RabbitAnswer> askAll(Roster roster) {
        Login login;
        try {
            login = login(roster.app());
        } catch (NoReply unknown) {
            String why = reason(unknown);
            return roster.pods().stream()
                    .map(pod -> RabbitAnswer.silence(pod, why))
                    .toList();
        }
        return roster.pods().stream().map(pod -> ask(roster.app(), pod, login)).toList();
    }

    /** The queues as one member lists them; empty when it does not. */
    Optional<List<RabbitQueue>> queues(AppName app, Roster.Pod pod) {
        try {
            return Optional.of(RabbitReplies.queues(get(app, pod, login(app), "/api/queues?columns=" + QUEUE_FIELDS)));
        } catch (NoReply unknown) {
            return Optional.empty();
        }
    }

    void mark(AppName app, Roster.Pod pod, String node, Mark mark) throws NoReply {
        String body = "{\"name\":\"" + Mark.parameter(node) + "\",\"value\":\""
                + mark.name().toLowerCase(Locale.ROOT) + "\"}";
        change(app, pod, new Call("PUT", parameter(node), Optional.of(body), CHANGE));
    }

    /** Done too when there is no such mark. */
    void unmark(AppName app, Roster.Pod pod, String node) throws NoReply {
        change(app, pod, new Call("DELETE", parameter(node), Optional.empty(), CHANGE));
    }

    /** Begins to spread the leaders of queues evenly; it goes on by itself, and another one that runs is as good. */
    void rebalance(AppName app, Roster.Pod pod) throws NoReply {
        change(app, pod, Call.post("/api/rebalance/queues", "{}", CHANGE));
    }

    Exit run(AppName app, Roster.Pod pod, String... words) throws NoReply {
        return reach.exec(target(app, pod), new Command(RabbitPods.CONTAINER, List.of(words), COMMAND));
    }

    private RabbitAnswer ask(AppName app, Roster.Pod pod, Login login) {
        if (!pod.running()) {
            return RabbitAnswer.silence(pod, "its pod does not run");
        }
        try {
            JsonNode overview = get(app, pod, login, "/api/overview?columns=node,rabbitmq_version");
            JsonNode nodes = get(app, pod, login, "/api/nodes?columns=" + NODE_FIELDS);
            JsonNode parameters = get(app, pod, login, "/api/global-parameters");
            JsonNode flags = get(app, pod, login, "/api/feature-flags");
            Status status = new Status(
                    overview.path("node").asText(),
                    overview.path("rabbitmq_version").asText(),
                    RabbitReplies.clusterId(parameters),
                    RabbitReplies.nodes(nodes),
                    RabbitReplies.marks(parameters),
                    RabbitReplies.flagsOff(flags));
            return status.clusterId().isEmpty()
                    ? RabbitAnswer.silence(pod, "it has not found its cluster yet")
                    : new RabbitAnswer(pod, Optional.of(status), "");
        } catch (NoReply silence) {
            return RabbitAnswer.silence(pod, reason(silence));
        }
    }

    private Login login(AppName app) throws NoReply {
        return new Login(
                RabbitEngine.USER, reach.secret(app.namespace(), RabbitEngine.loginSecret(app.name()), "password"));
    }

    private JsonNode get(AppName app, Roster.Pod pod, Login login, String path) throws NoReply {
        Reply reply = reach.http(target(app, pod), Call.get(path, LOOK).as(login));
        if (reply.status() == 401) {
            throw new NoReply("it does not take the password in Secret " + RabbitEngine.loginSecret(app.name()), true);
        }
        JsonNode body = RabbitReplies.tree(reply.body());
        if (reply.status() != 200 || !body.isContainerNode()) {
            throw new NoReply("its management API answers " + reply.status(), true);
        }
        return body;
    }

    private void change(AppName app, Roster.Pod pod, Call call) throws NoReply {
        Reply reply = reach.http(target(app, pod), call.as(login(app)));
        boolean gone = call.method().equals("DELETE") && reply.status() == 404;
        if (reply.status() / 100 != 2 && !gone) {
            throw new NoReply(
                    pod.name() + " answers " + reply.status() + " to " + call.method() + " " + call.path(), true);
        }
    }

    private static String parameter(String node) {
        return "/api/global-parameters/" + Mark.parameter(node).replace("@", "%40");
    }

    private static Target target(AppName app, Roster.Pod pod) {
        return new Target(app.namespace(), pod.name(), pod.ip(), Nodes.MANAGEMENT_PORT);
    }

    static String reason(NoReply e) {
        return Optional.ofNullable(e.getMessage()).orElse("no reason given");
    }
}
