package dev.quorate.engine.redis;

import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.engine.redis.Servers.Refused;
import dev.quorate.engine.redis.Servers.Session;
import dev.quorate.schema.AppName;
import java.util.List;
import java.util.Optional;

/** Asks members what they see. */
final class RedisClient {

    private final Servers servers;
    private final Addresses addresses;

    RedisClient(Servers servers, Addresses addresses) {
        this.servers = servers;
        this.addresses = addresses;
    }

    /** One question to a server on a connection of its own. */
    interface Question<T> {
        T to(Session session) throws NoReply, Refused;
    }

    /** What all said at one time. */
    record Look(AppName app, Addresses addresses, List<RedisAnswer> redis, Watch watch) {

        Look {
            redis = List.copyOf(redis);
        }

        String host(Roster.Pod pod) {
            return addresses.host(app.namespace(), pod.set(), pod.name());
        }

        Optional<RedisAnswer> redis(String pod) {
            return redis.stream()
                    .filter(answer -> answer.pod().name().equals(pod))
                    .findFirst();
        }

        Optional<RedisAnswer> redisAt(String host) {
            return redis.stream()
                    .filter(answer -> host(answer.pod()).equals(host))
                    .findFirst();
        }

        /** Whom most sentinels name, if it says so itself. */
        Optional<RedisAnswer> master() {
            return watch.master()
                    .flatMap(this::redisAt)
                    .filter(answer ->
                            answer.status().filter(RedisAnswer.Status::masters).isPresent());
        }
    }

    Look look(Roster roster) {
        boolean redis = roster.component().equals(RedisEngine.REDIS);
        List<Roster.Pod> sentinels = redis ? roster.others() : roster.pods();
        return new Look(
                roster.app(),
                addresses,
                lookAtRedis(roster).redis(),
                new Watch(sentinels.stream()
                        .map(pod -> sentinel(roster.app(), pod))
                        .toList()));
    }

    /** Without the sentinels, where only the data counts. */
    Look lookAtRedis(Roster roster) {
        List<Roster.Pod> servers = roster.component().equals(RedisEngine.REDIS) ? roster.pods() : roster.others();
        return new Look(
                roster.app(),
                addresses,
                servers.stream().map(pod -> redis(roster.app(), pod)).toList(),
                new Watch(List.of()));
    }

    private RedisAnswer redis(AppName app, Roster.Pod pod) {
        if (!pod.running()) {
            return RedisAnswer.silence(pod, "its pod does not run");
        }
        try {
            return RedisAnswer.of(
                    pod, redis(app, pod, session -> session.call("INFO")).asText());
        } catch (NoReply | Refused silence) {
            return RedisAnswer.silence(pod, reason(silence));
        }
    }

    private SentinelAnswer sentinel(AppName app, Roster.Pod pod) {
        if (!pod.running()) {
            return SentinelAnswer.silence(pod, "its pod does not run");
        }
        try (Session session = open(app, pod)) {
            return SentinelAnswer.of(
                    pod,
                    session.call("SENTINEL", "MYID").asText(),
                    session.call("SENTINEL", "MASTER", RedisEngine.MASTER),
                    session.call("SENTINEL", "REPLICAS", RedisEngine.MASTER),
                    session.call("SENTINEL", "SENTINELS", RedisEngine.MASTER));
        } catch (NoReply | Refused silence) {
            return SentinelAnswer.silence(pod, reason(silence));
        }
    }

    <T> T redis(AppName app, Roster.Pod pod, Question<T> question) throws NoReply, Refused {
        try (Session session = servers.open(app, pod, Addresses.REDIS_PORT)) {
            return question.to(session);
        }
    }

    /** With a sentinel, which hangs up on who says nothing for {@link Move#IDLE}. */
    Session open(AppName app, Roster.Pod sentinel) throws NoReply {
        return servers.open(app, sentinel, Addresses.SENTINEL_PORT);
    }

    static String reason(Exception e) {
        return Optional.ofNullable(e.getMessage()).orElse("no reason given");
    }
}
