package dev.quorate.engine.redis;

import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.redis.SentinelAnswer.Status;
import dev.quorate.engine.redis.Servers.Refused;
import dev.quorate.engine.redis.Servers.Session;
import dev.quorate.schema.AppName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How many sentinels must agree that the master is down: each is told by itself. */
final class Quorum {

    private final RedisClient client;
    private final AppName app;

    Quorum(RedisClient client, AppName app) {
        this.client = client;
        this.app = app;
    }

    /** @param last the id of one that is told after all others; who is not counted otherwise stays so */
    void settle(Watch watch, int quorum, String last) throws NoReply, Refused {
        List<SentinelAnswer> wrong = watch.all().stream()
                .filter(answer -> answer.status()
                        .filter(status -> status.quorum() != quorum)
                        .filter(status -> status.counted() || status.id().equals(last))
                        .isPresent())
                .sorted(Comparator.comparing((SentinelAnswer answer) ->
                        answer.status().map(Status::id).equals(Optional.of(last))))
                .toList();
        for (SentinelAnswer answer : wrong) {
            try (Session session = client.open(app, answer.pod())) {
                session.call("SENTINEL", "SET", RedisEngine.MASTER, "quorum", Integer.toString(quorum));
            }
        }
    }
}
