package dev.quorate.loop;

import dev.quorate.cluster.Cluster;
import dev.quorate.cluster.ClusterException;
import dev.quorate.execute.Outcome;
import dev.quorate.report.Taken;
import dev.quorate.schema.AppName;
import dev.quorate.state.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Enters what a pass did: into the mirror first, which a crash does not lose, then for the commit and as events. */
final class Ledger {

    private final Cluster cluster;
    private final Mirrors mirrors;
    private final Accounts accounts;
    private final StatusPublisher publisher;
    /** Steps that were taken while the mirror could not be written. */
    private final Map<AppName, List<Taken>> unwritten = new ConcurrentHashMap<>();

    Ledger(Cluster cluster, Mirrors mirrors, Accounts accounts, StatusPublisher publisher) {
        this.cluster = cluster;
        this.mirrors = mirrors;
        this.accounts = accounts;
        this.publisher = publisher;
    }

    void enter(Pass pass) throws ClusterException {
        AppName app = pass.entry().name();
        List<Taken> taken = new ArrayList<>(unwritten.getOrDefault(app, List.of()));
        taken.addAll(pass.taken());
        unwritten.put(app, taken);
        Set<String> delivered = publisher.delivered(app);
        Turn turn = mirrors.update(app, mirror -> accounts.turn(mirror, pass, taken, delivered));
        unwritten.remove(app);
        publisher.cleared(app, delivered);
        publisher.offer(turn.report(), turn.outbox(), turn.ended());
        turn.notices().forEach(cluster::event);
    }

    /** No file mentions the app any more: its mirror says so, its objects stay, and nothing is written again. */
    Outcome release(AppEntry entry) throws ClusterException {
        Optional<Manifest> mirror = mirrors.find(entry.name());
        if (mirror.isEmpty()) {
            publisher.forget(entry.name());
            return new Outcome.Settled();
        }
        if (mirrors.keep(entry.lastGood().orElseThrow(), true)) {
            return new Outcome.Done("marked the mirror of " + entry.name() + " as released");
        }
        Set<String> delivered = publisher.delivered(entry.name());
        Turn turn = mirrors.update(entry.name(), live -> accounts.released(live, entry, delivered));
        publisher.cleared(entry.name(), delivered);
        publisher.offer(turn.report(), turn.outbox(), turn.ended());
        turn.notices().forEach(cluster::event);
        return new Outcome.Settled();
    }
}
