package dev.quorate.engine.redis;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.CallResult.Done;
import dev.quorate.engine.CallResult.Failed;
import dev.quorate.engine.CallResult.InProgress;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.engine.redis.RedisAnswer.Status;
import dev.quorate.engine.redis.RedisClient.Look;
import dev.quorate.engine.redis.Servers.Refused;
import dev.quorate.engine.redis.Servers.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Moves the master, so that no write is lost that it has acknowledged. Redis itself sends writes on after it has answered, and
 * sentinels would promote a replica that has not got them.
 *
 * <ol>
 *   <li>The replica that is to be the master is preferred to others, and the sentinels have seen that it is.
 *   <li>A sentinel is spoken to for the last time before the order; it hangs up on who then says nothing for {@link #IDLE}.
 *   <li>The master takes no writes from now on, for longer than any promotion can take that is ordered on that connection.
 *   <li>All that could be promoted have got everything.
 *   <li>The sentinel is ordered to move the master.
 *   <li>Most sentinels name the new one, and nobody follows the old one any more: from then on it takes no writes, paused or not
 *       ({@code min-replicas-to-write}). The sentinels cannot make it a replica before the pause ends, since what they publish
 *       waits too.
 * </ol>
 *
 * <p>Whoever is frozen before the order finds the connection closed while the pause holds. Whoever dies in between leaves a pause
 * that ends by itself, and sentinels that may take the master for dead: then they promote somebody who has everything.
 */
final class Move {

    /** So long a sentinel waits for the next word of a client; the start script tells it. */
    static final Duration IDLE = Duration.ofSeconds(5);

    /** For clocks and for the second in which a sentinel looks for idle clients. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private static final int PREFERRED = 1;
    private static final int USUAL = 100;

    /** Together shorter than a sentinel waits for the order. */
    private static final int TURNS = 20;

    private static final Duration TURN = Duration.ofMillis(100);

    private final RedisClient client;
    private final Consumer<Duration> pause;
    private final Roster roster;

    Move(RedisClient client, Consumer<Duration> pause, Roster roster) {
        this.client = client;
        this.pause = pause;
        this.roster = roster;
    }

    CallResult from(String old, String next) throws NoReply, Refused {
        Look look = client.look(roster);
        Optional<String> named = look.watch().master();
        if (named.isEmpty()) {
            return new InProgress("no majority of the sentinels names the master");
        }
        Optional<RedisAnswer> from = look.redis(old);
        boolean leads = from.filter(answer -> look.host(answer.pod()).equals(named.get()))
                .isPresent();
        if (!leads) {
            return moved(look, from);
        }
        if (look.watch().failingOver()) {
            if (open(from.get())) {
                stopWrites(look, from.get());
            }
            return new InProgress("the sentinels move the master from " + old);
        }
        Optional<RedisAnswer> to = look.redis(next);
        Optional<String> unfit = to.isEmpty() ? Optional.of("does not run") : unfit(look, to.get());
        if (unfit.isPresent()) {
            return new Failed(next + " cannot be the master: it " + unfit.get());
        }
        Optional<CallResult> preferring = prefer(look, to.get());
        return preferring.isPresent() ? preferring.get() : order(look, from.get(), to.get());
    }

    private static Optional<String> unfit(Look look, RedisAnswer to) {
        if (to.status().isEmpty()) {
            return Optional.of("does not answer: " + to.trouble());
        }
        Status status = to.status().get();
        if (!status.follows(look.watch().master().orElse("")) || !status.whole()) {
            return Optional.of("has not got what the master has");
        }
        return status.electable() ? Optional.empty() : Optional.of("has not got everything on its volume yet");
    }

    /** Empty when the replica is preferred, and the sentinel that will be asked knows it. */
    private Optional<CallResult> prefer(Look look, RedisAnswer to) throws NoReply, Refused {
        if (prioritise(look, to.pod().name())) {
            return Optional.of(new InProgress(to.pod().name() + " is preferred to other replicas from now on"));
        }
        return via(look, to).isPresent()
                ? Optional.empty()
                : Optional.of(new InProgress(
                        "no sentinel has seen yet that " + to.pod().name() + " is preferred"));
    }

    /**
     * A priority of 0 is left alone: it says that this one must not be promoted.
     *
     * @param preferred a pod; empty for none
     * @return whether anything was changed
     */
    private boolean prioritise(Look look, String preferred) throws NoReply, Refused {
        boolean changed = false;
        for (RedisAnswer answer : look.redis()) {
            int meant = answer.pod().name().equals(preferred) ? PREFERRED : USUAL;
            boolean other = answer.status()
                    .filter(status -> status.priority() > 0 && status.priority() != meant)
                    .isPresent();
            if (other) {
                client.redis(
                        roster.app(),
                        answer.pod(),
                        session -> session.call("CONFIG", "SET", "replica-priority", Integer.toString(meant)));
                changed = true;
            }
        }
        return changed;
    }

    private static Optional<SentinelAnswer> via(Look look, RedisAnswer to) {
        String host = look.host(to.pod());
        return look.watch().all().stream()
                .filter(answer -> answer.status()
                        .filter(status -> look.watch().missing(status, "").isEmpty())
                        .filter(status -> status.replicas().stream()
                                .filter(replica -> replica.priority() > 0)
                                .allMatch(replica -> replica.host().equals(host)
                                        ? replica.priority() == PREFERRED && replica.eligible()
                                        : replica.priority() != PREFERRED))
                        .filter(status -> status.replica(host).isPresent())
                        .isPresent())
                .findFirst();
    }

    private CallResult order(Look look, RedisAnswer from, RedisAnswer to) throws NoReply, Refused {
        SentinelAnswer via = via(look, to).orElseThrow();
        try (Session sentinel = client.open(roster.app(), via.pod())) {
            sentinel.call("SENTINEL", "CKQUORUM", RedisEngine.MASTER);
            stopWrites(look, from);
            Optional<String> behind = behind(from, via);
            if (behind.isPresent()) {
                return new InProgress(behind.get() + " has not got everything yet, and writes wait for it");
            }
            sentinel.call("SENTINEL", "FAILOVER", RedisEngine.MASTER);
        }
        return ordered(from, to);
    }

    /** Most moves take two seconds, so the call that ordered one is mostly the one that sees it done. */
    private CallResult ordered(RedisAnswer from, RedisAnswer to) throws NoReply, Refused {
        for (int turn = 0; turn < TURNS; turn++) {
            pause.accept(TURN);
            Look look = client.look(roster);
            boolean named = look.watch()
                    .master()
                    .filter(host -> !host.equals(look.host(from.pod())))
                    .isPresent();
            if (named && moved(look, look.redis(from.pod().name())) instanceof Done done) {
                return done;
            }
        }
        return new InProgress("the sentinels move the master from " + from.pod().name() + " to "
                + to.pod().name());
    }

    /** Of those that the sentinel could choose, one that has less than the paused master; empty when all have everything. */
    private Optional<String> behind(RedisAnswer from, SentinelAnswer via) {
        Optional<String> behind = Optional.of(from.pod().name());
        for (int turn = 0; turn < TURNS && behind.isPresent(); turn++) {
            pause.accept(TURN);
            Look look = client.lookAtRedis(roster);
            Optional<Long> all =
                    look.redis(from.pod().name()).flatMap(RedisAnswer::status).map(Status::offset);
            behind = all.isEmpty()
                    ? behind
                    : eligible(via).stream()
                            .filter(host -> !look.redisAt(host)
                                    .flatMap(RedisAnswer::status)
                                    .map(Status::offset)
                                    .equals(all))
                            .findFirst();
        }
        return behind;
    }

    private static List<String> eligible(SentinelAnswer via) {
        return via.status().orElseThrow().replicas().stream()
                .filter(replica -> replica.eligible() && replica.priority() > 0)
                .map(SentinelAnswer.Replica::host)
                .toList();
    }

    private void stopWrites(Look look, RedisAnswer master) throws NoReply, Refused {
        long failover = look.watch()
                .said()
                .mapToLong(SentinelAnswer.Status::failoverMillis)
                .max()
                .orElse(0);
        // A failover gives up in each of its two states before the promotion.
        long millis = IDLE.plus(MARGIN).toMillis() + 2 * failover;
        client.redis(
                roster.app(), master.pod(), session -> session.call("CLIENT", "PAUSE", Long.toString(millis), "WRITE"));
    }

    /** A master that somebody follows takes writes, unless they are paused. */
    private static boolean open(RedisAnswer old) {
        return old.status()
                .filter(status -> status.masters() && !status.followers().isEmpty())
                .isPresent();
    }

    private CallResult moved(Look look, Optional<RedisAnswer> from) throws NoReply, Refused {
        if (look.master().isEmpty()) {
            return new InProgress("the new master does not answer as one yet");
        }
        if (from.filter(Move::open).isPresent()) {
            stopWrites(look, from.get());
            return new InProgress("some still follow " + from.get().pod().name() + ", and "
                    + look.master().get().pod().name() + " is the master");
        }
        prioritise(look, "");
        return Done.DONE;
    }
}
