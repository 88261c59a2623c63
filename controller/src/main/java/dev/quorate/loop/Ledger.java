package dev.quorate.loop;

import dev.quorate.cluster.Cluster;
import dev.quorate.cluster.ClusterException;
import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.cluster.Elector;
import dev.quorate.engine.Engine.Site;
import dev.quorate.execute.Aim;
import dev.quorate.execute.Outcome;
import dev.quorate.plan.Guard;
import dev.quorate.plan.Refusal;
import dev.quorate.report.Reporter;
import dev.quorate.report.Taken;
import dev.quorate.schema.AppName;
import dev.quorate.state.Manifest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Enters what a pass did: into the mirror first, which a crash does not lose, then for the commit and as events. */
final class Ledger {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private static final Set<Reason> LASTING =
            EnumSet.of(Reason.NOT_FOUND, Reason.FORBIDDEN, Reason.INVALID, Reason.ALREADY_EXISTS);

    private final Cluster cluster;
    private final Site site;
    private final Elector elector;
    private final InstantSource clock;
    private final Mirrors mirrors;
    private final Accounts accounts;
    private final StatusPublisher publisher;
    /** Steps that were taken while the mirror could not be written. */
    private final Map<AppName, List<Taken>> unwritten = new ConcurrentHashMap<>();

    Ledger(Wiring wiring, Mirrors mirrors, Accounts accounts, StatusPublisher publisher) {
        this.cluster = wiring.cluster();
        this.site = wiring.site();
        this.elector = wiring.elector();
        this.clock = wiring.clock();
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
        Turn turn = mirrors.update(app, mirror -> accounts.turn(answered(mirror, pass), pass, taken, delivered));
        unwritten.remove(app);
        publisher.cleared(app, delivered);
        publisher.offer(turn.report(), turn.outbox(), turn.ended());
        turn.notices().forEach(cluster::event);
    }

    /** A step that is done has its answer: nothing of ours is on its way any more. */
    private Manifest answered(Manifest mirror, Pass pass) {
        return pass.outcome() instanceof Outcome.Done ? Aim.without(mirror, elector.term()) : mirror;
    }

    /** Without a mirror nothing is begun: the namespace is missing, say, or closed to us. Git is the place left to say so. */
    Outcome withoutMirror(DesiredApp desired, ClusterException e) throws ClusterException {
        if (!LASTING.contains(e.reason())) {
            throw e;
        }
        AppName app = desired.app().name();
        boolean foreign = e.reason() == Reason.ALREADY_EXISTS;
        Refusal refusal = new Refusal(
                foreign ? Guard.NOT_OURS : Guard.CLUSTER_REFUSED,
                foreign ? e.getMessage() + "." : "The mirror of " + app + " cannot be made: " + e.getMessage() + ".",
                true);
        publisher.offer(
                Reporter.refused(
                        desired.app(),
                        site.cluster(),
                        desired.source(),
                        refusal,
                        publisher.conditions(app),
                        clock.instant()),
                List.of(),
                false);
        return new Outcome.Refused(List.of(refusal));
    }

    /** No file mentions the app any more: its mirror says so, its objects stay, and nothing is written again. */
    Outcome release(AppEntry entry) throws ClusterException {
        Optional<Manifest> mirror = mirrors.find(entry.name());
        if (mirror.isEmpty()) {
            publisher.forget(entry.name());
            return new Outcome.Settled();
        }
        if (mirrors.keep(entry)) {
            return new Outcome.Done("marked the mirror of " + entry.name() + " as released");
        }
        Instant now = clock.instant();
        Set<String> delivered = publisher.delivered(entry.name());
        Turn turn =
                mirrors.update(entry.name(), live -> accounts.released(live, entry, site.cluster(), delivered, now));
        publisher.cleared(entry.name(), delivered);
        publisher.offer(turn.report(), turn.outbox(), turn.ended());
        turn.notices().forEach(cluster::event);
        return new Outcome.Settled();
    }

    /**
     * The app's objects are deleted. Its mirror goes when Git has the whole story; it stays beside volumes that stay, since it
     * knows whose they are.
     */
    void deleted(Pass pass) throws ClusterException {
        AppName app = pass.entry().name();
        boolean volumes = pass.look().observed().sets().values().stream()
                .anyMatch(set -> !set.claims().isEmpty());
        Optional<Manifest> mirror = mirrors.find(app);
        if (!volumes
                && mirror.isPresent()
                && MirrorFormat.status(mirror.get()).outbox().isEmpty()) {
            mirrors.delete(mirror.get());
        }
    }

    /** Best effort: what is at fault may be the mirror itself. */
    void fault(AppName app, String sentence) {
        Instant now = clock.instant();
        try {
            mirrors.change(app, mirror -> MirrorFormat.withFault(mirror, sentence, now));
        } catch (ClusterException | RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("app", app)
                    .addKeyValue("error", e.getMessage())
                    .log("Condition not written");
        }
    }
}
