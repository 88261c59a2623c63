package dev.quorate.engine.etcd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.CallResult;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Reach.Call;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Reach.Reply;
import dev.quorate.engine.Roster;
import dev.quorate.engine.etcd.EtcdAnswer.Listed;
import dev.quorate.engine.etcd.EtcdAnswer.Status;
import dev.quorate.schema.AppName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Speaks to members through the JSON gateway that each has on its client port. */
final class EtcdClient {

    private static final Duration LOOK = Duration.ofSeconds(2);

    /** etcd itself gives up on a change after seven seconds. */
    private static final Duration CHANGE = Duration.ofSeconds(8);

    private final Reach reach;

    EtcdClient(Reach reach) {
        this.reach = reach;
    }

    List<EtcdAnswer> askAll(Roster roster) {
        return roster.pods().stream().map(pod -> ask(roster.app(), pod)).toList();
    }

    private EtcdAnswer ask(AppName app, Roster.Pod pod) {
        if (!pod.running()) {
            return EtcdAnswer.silence(pod, "its pod does not run");
        }
        try {
            Reply reply = post(app, pod, "/v3/maintenance/status", EtcdReplies.body(), LOOK);
            Optional<Status> status = EtcdReplies.status(reply);
            return status.isPresent()
                    ? withMembers(app, pod, status.get())
                    : EtcdAnswer.silence(pod, EtcdReplies.error(reply));
        } catch (NoReply e) {
            return EtcdAnswer.silence(pod, reason(e));
        }
    }

    /**
     * Through the leader where one is known, so that the list is not an old one. A member whose leader is out of reach still
     * says whom it knew; it then counts for nothing but that.
     */
    private EtcdAnswer withMembers(AppName app, Roster.Pod pod, Status status) {
        EtcdAnswer answer = askMembers(app, pod, status, status.leader().isPresent());
        if (answer.members().isPresent() || status.leader().isEmpty()) {
            return answer;
        }
        return new EtcdAnswer(
                pod, Optional.of(status), askMembers(app, pod, status, false).members(), answer.trouble());
    }

    private EtcdAnswer askMembers(AppName app, Roster.Pod pod, Status status, boolean throughLeader) {
        ObjectNode body = EtcdReplies.body().put("linearizable", throughLeader);
        try {
            Reply reply = post(app, pod, "/v3/cluster/member/list", body, LOOK);
            Optional<List<Listed>> members = EtcdReplies.members(reply);
            String trouble = members.isPresent() ? "" : EtcdReplies.error(reply);
            return new EtcdAnswer(pod, Optional.of(status), members, trouble);
        } catch (NoReply e) {
            return new EtcdAnswer(pod, Optional.of(status), Optional.empty(), reason(e));
        }
    }

    /** Asks one member for a change; what a success and each refusal mean is the caller's. */
    CallResult change(
            AppName app,
            Roster.Pod via,
            String path,
            ObjectNode body,
            Function<Reply, CallResult> done,
            Function<EtcdRefusal, Optional<CallResult>> refused) {
        Reply reply;
        try {
            reply = post(app, via, path, body, CHANGE);
        } catch (NoReply e) {
            return new CallResult.Failed(via.name() + " did not answer (" + reason(e) + ")"
                    + (e.mayHaveArrived() ? "; looking again tells what came of it" : ""));
        }
        if (EtcdReplies.isOk(reply)) {
            return done.apply(reply);
        }
        String sentence = EtcdReplies.error(reply);
        EtcdRefusal refusal = EtcdRefusal.of(sentence);
        return refused.apply(refusal).orElseGet(() -> refusal.result(sentence));
    }

    private Reply post(AppName app, Roster.Pod pod, String path, ObjectNode body, Duration timeout) throws NoReply {
        Reach.Target target = new Reach.Target(app.namespace(), pod.name(), pod.ip(), Addresses.CLIENT_PORT);
        return reach.http(target, Call.post(path, body.toString(), timeout));
    }

    private static String reason(NoReply e) {
        return Optional.ofNullable(e.getMessage()).orElse("no reason given");
    }
}
