package dev.quorate.loop;

import dev.quorate.cluster.ClusterException;
import dev.quorate.engine.Engine;
import dev.quorate.execute.MemoryStore;
import dev.quorate.execute.Outcome;
import dev.quorate.execute.StepExecutor;
import dev.quorate.git.FetchProblem;
import dev.quorate.git.Poll;
import dev.quorate.observe.Observer;
import dev.quorate.observe.Sightings;
import dev.quorate.plan.Planner;
import dev.quorate.schema.AppName;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What happens when: a poll, a pass, a push, a change of leadership. Each method does one of them and says when it is due
 * again; none waits and none starts a thread, so that a simulation can call them in any order.
 */
public final class Loop {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private final Wiring wiring;
    private final LoopSettings settings;
    private final WorkQueue queue;
    private final GitHealth git = new GitHealth();
    private final DesiredApps desired;
    private final StatusPublisher publisher;
    private final MemoryStore memories;
    private final Fences fences;
    private final Sightings sightings;
    private final Reconciler reconciler;
    private final SafeStop safeStop;
    private final BackOff appBackOff;
    private final Pace pace = new Pace();
    private final GitBackOff pollBackOff;
    private final GitBackOff pushBackOff;
    private final Map<AppName, String> said = new ConcurrentHashMap<>();
    /** Names the term that was taken over; nothing is written in any other. */
    private volatile String term = "";

    private volatile boolean finishing;

    public Loop(Wiring wiring) {
        this.wiring = wiring;
        this.settings = wiring.settings();
        this.queue = wiring.queue();
        this.desired = new DesiredApps(wiring.reader(), wiring.namespaces(), settings.deletions());
        this.publisher = new StatusPublisher(
                wiring.status(), wiring.clock(), wiring.site().cluster(), git);
        this.memories = new MemoryStore(wiring.cluster(), wiring.elector());
        this.fences = new Fences(wiring.cluster(), memories);
        this.sightings = new Sightings(settings.silence());
        Mirrors mirrors = new Mirrors(wiring.cluster(), wiring.site());
        this.reconciler = reconciler(mirrors);
        this.safeStop = new SafeStop(wiring, desired, mirrors);
        this.appBackOff = new BackOff(settings.retry());
        this.pollBackOff = new GitBackOff(settings.poll(), settings.retry().longest());
        this.pushBackOff = new GitBackOff(settings.publish(), settings.retry().longest());
    }

    private Reconciler reconciler(Mirrors mirrors) {
        Observer observer = new Observer(wiring.cluster(), wiring.reach(), sightings, wiring.steady());
        StepExecutor executor =
                new StepExecutor(wiring.cluster(), wiring.elector(), observer, new Planner(), wiring.reach(), memories);
        Accounts accounts = new Accounts(settings.patience(), git);
        return new Reconciler(
                wiring, desired, mirrors, observer, executor, new Ledger(wiring, mirrors, accounts, publisher));
    }

    /** Apps whose spec is known, from Git or from mirrors. */
    public Set<AppName> apps() {
        return desired.names();
    }

    /**
     * Takes over, once for each term that this process leads: takes up what the mirrors keep, and raises the fence of every
     * app with a running operation or a stop, so that a former leader that was frozen is too late.
     */
    public void lead() throws ClusterException {
        if (!wiring.elector().leading() || term.equals(wiring.elector().term())) {
            return;
        }
        String newTerm = wiring.elector().term();
        List<AppEntry> kept = new ArrayList<>();
        for (Manifest mirror : wiring.cluster().readAll(Kind.STATEFUL_APP)) {
            takeOver(mirror).ifPresent(kept::add);
        }
        desired.restore(kept);
        publisher.takeOver();
        term = newTerm;
        desired.names().forEach(queue::add);
        LOG.atInfo().addKeyValue("term", term).addKeyValue("apps", kept.size()).log("Leading");
    }

    /** A mirror that cannot be read stops nobody else: the passes over its app say so where people look. */
    private Optional<AppEntry> takeOver(Manifest mirror) throws ClusterException {
        try {
            fences.raise(mirror, wiring.elector().term());
            return MirrorFormat.entry(mirror, wiring.reader());
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("mirror", mirror.ref()).setCause(e).log("Mirror not taken up");
            return Optional.empty();
        }
    }

    private boolean leading() {
        return wiring.elector().leading() && term.equals(wiring.elector().term());
    }

    /** Looks at the branch of specs. @return when to look again */
    public Duration poll() {
        Instant lookedAt = wiring.clock().instant();
        Poll poll = wiring.source().poll();
        if (poll instanceof Poll.Failed failed) {
            sourceTrouble(Optional.of(failed.problem()));
            return jittered(pollBackOff.failed());
        }
        sourceTrouble(Optional.empty());
        if (poll instanceof Poll.Moved moved) {
            Set<AppName> changed = desired.apply(moved);
            publisher.offer(moved.to().id(), desired.problems(), desired.reporting());
            LOG.atInfo()
                    .addKeyValue("commit", moved.to().shortId())
                    .addKeyValue("changed", changed.size())
                    .addKeyValue("problems", desired.problems().size())
                    .addKeyValue("forced", moved.forced())
                    .addKeyValue("lookedAt", lookedAt)
                    .log("New commit");
            changed.forEach(queue::add);
        }
        pollBackOff.succeeded();
        return jittered(settings.poll());
    }

    private void sourceTrouble(Optional<FetchProblem> problem) {
        boolean news =
                git.source(problem.map(found -> new Trouble(found.reason().toString(), found.sentence())));
        if (news) {
            problem.ifPresent(found -> LOG.atWarn()
                    .addKeyValue("reason", found.reason())
                    .addKeyValue("error", found.sentence())
                    .log("Specs cannot be read; the last good state stays in force"));
            desired.names().forEach(queue::add);
        }
    }

    /** One pass over an app that was taken from the queue, and its next time. Nothing that goes wrong in it leaves it. */
    public Outcome pass(AppName app) {
        Optional<Duration> rest = pace.rest(app, wiring.clock().instant());
        if (rest.isPresent()) {
            queue.addAfter(app, rest.get());
            return new Outcome.Waiting("Left alone for a while: the same step was done again and again.");
        }
        Outcome outcome = attempt(app);
        schedule(app, outcome);
        return outcome;
    }

    private Outcome attempt(AppName app) {
        if (!leading()) {
            return new Outcome.Stopped("This process does not lead, or has not taken over yet.");
        }
        try {
            if (finishing && !safeStop.mustGoOn(app)) {
                return new Outcome.Stopped("This process stops, and " + app + " can be left as it is.");
            }
            Outcome outcome = reconciler.reconcile(app);
            log(app, outcome);
            return outcome;
        } catch (ClusterException e) {
            LOG.atWarn()
                    .addKeyValue("app", app)
                    .addKeyValue("reason", e.reason())
                    .addKeyValue("error", e.getMessage())
                    .log("Pass ended early");
            return new Outcome.Retry(e.retryAfter().orElse(Duration.ZERO), e.reason() + ": " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("app", app).setCause(e).log("Pass failed; other apps go on");
            return reconciler.failed(app, e);
        }
    }

    /** Said once at a level that people see, and only again when it is something else. */
    private void log(AppName app, Outcome outcome) {
        boolean news = !outcome.sentence().equals(said.put(app, outcome.sentence()));
        if (news && outcome instanceof Outcome.Settled) {
            desired.dependents(app).forEach(other -> queue.addAfter(other, settings.waiting()));
        }
        boolean seen = outcome instanceof Outcome.Done || (news && !(outcome instanceof Outcome.Waiting));
        LOG.atLevel(seen ? Level.INFO : Level.DEBUG)
                .addKeyValue("app", app)
                .addKeyValue("outcome", outcome.getClass().getSimpleName())
                .addKeyValue("what", outcome.sentence())
                .log("Pass");
    }

    private void schedule(AppName app, Outcome outcome) {
        if (outcome instanceof Outcome.Retry retry) {
            Duration pause = appBackOff.failed(app);
            queue.addAfter(app, pause.compareTo(retry.after()) > 0 ? pause : retry.after());
            return;
        }
        appBackOff.forget(app);
        if (outcome instanceof Outcome.Done done) {
            if (pace.done(app, done.sentence(), wiring.clock().instant())) {
                LOG.atWarn()
                        .addKeyValue("app", app)
                        .addKeyValue("step", done.sentence())
                        .log("Done again and again, so left alone for a while: does somebody undo it?");
            }
            queue.add(app);
        } else if (outcome instanceof Outcome.Waiting) {
            queue.addAfter(app, settings.waiting());
        } else if (outcome instanceof Outcome.Refused) {
            queue.addAfter(app, jittered(settings.refused()));
        } else if (outcome instanceof Outcome.Settled) {
            desired.find(app).ifPresent(this::rest);
        }
    }

    /**
     * Members are looked at often, since a failover raises no event, and so is a size that may be accepted when a time has
     * come; an app that was released is nobody's to look at.
     */
    private void rest(AppEntry entry) {
        boolean released = entry.standing() == AppEntry.Standing.RELEASED;
        if (released) {
            sightings.forget(entry.name());
        }
        boolean often = !released && (hasMembers(entry.name()) || followsRequests(entry));
        queue.addAfter(entry.name(), jittered(often ? settings.health() : settings.resync()));
    }

    private static boolean followsRequests(AppEntry entry) {
        return entry.lastGood().stream()
                .flatMap(spec -> spec.app().components().values().stream())
                .anyMatch(component -> component.autoscale().isPresent());
    }

    private boolean hasMembers(AppName app) {
        return desired.find(app)
                .flatMap(AppEntry::lastGood)
                .flatMap(spec -> wiring.engines().find(spec.app().engine()))
                .map(Engine::traits)
                .filter(traits -> traits.hasMembers())
                .isPresent();
    }

    /** From now on nothing is begun: a pass goes on only with an operation that must not be left where it stands. */
    public void finish() {
        finishing = true;
        desired.names().forEach(queue::add);
    }

    /** Whether no app has such an operation, or it is another's by now. */
    public boolean finished() {
        return !leading() || safeStop.reached();
    }

    /** Says of each operation that is left why that is safe. */
    void sayUnfinished() {
        if (!leading()) {
            return;
        }
        for (Unfinished left : safeStop.unfinished()) {
            LOG.atLevel(left.mustFinish() ? Level.WARN : Level.INFO)
                    .addKeyValue("app", left.app())
                    .addKeyValue("why", left.sentence())
                    .log("Left unfinished");
        }
    }

    /** Commits the reports that wait. @return when to do it again */
    public Duration publish() {
        if (!leading()) {
            return settings.publish();
        }
        StatusPublisher.Result result = publisher.publish();
        result.wake().forEach(queue::add);
        if (result.failed()) {
            return jittered(pushBackOff.failed());
        }
        pushBackOff.succeeded();
        return settings.publish();
    }

    /** Whether people wait for a report: a rollout has ended. */
    public boolean urgent() {
        return publisher.urgent() && !pushBackOff.failing();
    }

    /** Up to a tenth shorter, so that what began together does not stay together. */
    private Duration jittered(Duration duration) {
        long tenth = duration.toMillis() / 10;
        return duration.minusMillis(tenth == 0 ? 0 : wiring.random().nextLong(tenth));
    }
}
