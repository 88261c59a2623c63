package dev.quorate.loop;

import dev.quorate.cluster.Cluster;
import dev.quorate.cluster.ClusterException;
import dev.quorate.cluster.Elector;
import dev.quorate.engine.AddedObjects;
import dev.quorate.engine.Engine;
import dev.quorate.execute.Outcome;
import dev.quorate.execute.RoleLabels;
import dev.quorate.execute.ScaleTargets;
import dev.quorate.execute.StepExecutor;
import dev.quorate.loop.AppEntry.Standing;
import dev.quorate.observe.MemoryFormat;
import dev.quorate.observe.Observer;
import dev.quorate.observe.Observer.Consistency;
import dev.quorate.plan.Decision;
import dev.quorate.plan.Drifts;
import dev.quorate.plan.Forecast;
import dev.quorate.plan.Goal;
import dev.quorate.plan.Plan;
import dev.quorate.plan.Planner;
import dev.quorate.plan.Refusal;
import dev.quorate.report.Taken;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Condition;
import dev.quorate.schema.Drift;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.Kind;
import dev.quorate.state.ObservedState;
import java.lang.ref.SoftReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One pass over one app: at most one step, or what is missing in a row; then the report. */
final class Reconciler {

    private final Wiring wiring;
    private final Cluster cluster;
    private final Elector elector;
    private final InstantSource clock;
    private final DesiredApps desired;
    private final Mirrors mirrors;
    private final Observer observer;
    private final StepExecutor executor;
    private final RoleLabels roles;
    private final ScaleTargets targets;
    private final Ledger ledger;
    private final Dependencies dependencies;
    private final Planner planner = new Planner();
    private final Map<AppName, SoftReference<Goal>> goals = new ConcurrentHashMap<>();
    private final Fights fights = new Fights();
    private final Forecast forecast = new Forecast();

    Reconciler(
            Wiring wiring,
            DesiredApps desired,
            Mirrors mirrors,
            Observer observer,
            StepExecutor executor,
            Ledger ledger) {
        this.wiring = wiring;
        this.cluster = wiring.cluster();
        this.elector = wiring.elector();
        this.clock = wiring.clock();
        this.desired = desired;
        this.mirrors = mirrors;
        this.observer = observer;
        this.executor = executor;
        this.roles = new RoleLabels(wiring.cluster());
        this.targets = new ScaleTargets(wiring.cluster());
        this.ledger = ledger;
        this.dependencies = new Dependencies(desired, mirrors::find);
    }

    Outcome reconcile(AppName app) throws ClusterException {
        if (!elector.leading()) {
            return new Outcome.Stopped("Another process leads.");
        }
        Optional<AppEntry> entry = desired.find(app);
        if (entry.isEmpty()) {
            return new Outcome.Settled();
        }
        if (!cluster.caughtUp(app)) {
            return new Outcome.Waiting("The cache has not seen our own last write to " + app + " yet.");
        }
        if (!cluster.keeps(kinds(entry.get()))) {
            return new Outcome.Waiting("Some kinds of objects that " + app + " has are listed for the first time.");
        }
        return entry.get().standing() == Standing.RELEASED && !removable(entry.get()) && !halfWay(entry.get())
                ? ledger.release(entry.get())
                : pass(entry.get());
    }

    private Set<Kind> kinds(AppEntry entry) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        entry.lastGood().ifPresent(spec -> {
            kinds.addAll(engine(spec.app()).ownedKinds());
            kinds.addAll(AddedObjects.kinds(spec.app()));
        });
        // Its file may ask for snapshots no more, while what takes them is still there.
        mirrors.find(entry.name())
                .filter(mirror -> StreamSupport.stream(
                                mirror.at("/status/conditions").spliterator(), false)
                        .anyMatch(condition -> condition.path("type").asText().equals(Condition.BACKED_UP)))
                .ifPresent(mirror -> kinds.add(Kind.CRON_JOB));
        return kinds;
    }

    /** Without its mirror nothing is known of an app any more; what carries its labels still is taken away all the same. */
    private boolean removable(AppEntry entry) {
        return entry.removes() && (mirrors.find(entry.name()).isPresent() || anythingLeft(entry));
    }

    /** Let be in the middle of an operation that must be ended it could be left with pods that have no StatefulSet. */
    private boolean halfWay(AppEntry entry) {
        Engine engine = engine(entry.lastGood().orElseThrow().app());
        return mirrors.find(entry.name())
                .flatMap(MemoryFormat::read)
                .flatMap(memory -> Unfinished.of(entry.name(), memory, engine.boundaries()))
                .filter(Unfinished::mustFinish)
                .isPresent();
    }

    private boolean anythingLeft(AppEntry entry) {
        Engine engine = engine(entry.lastGood().orElseThrow().app());
        return Stream.concat(engine.ownedKinds().stream(), AddedObjects.kinds().stream())
                .filter(kind -> kind != Kind.PERSISTENT_VOLUME_CLAIM)
                .anyMatch(kind -> !cluster.cachedOf(entry.name(), kind).isEmpty());
    }

    /** Each line is one arrow of the flow. */
    private Outcome pass(AppEntry entry) throws ClusterException {
        Optional<DesiredApp> spec = entry.lastGood();
        if (spec.isEmpty() || entry.standing() == Standing.FORBIDDEN) {
            return new Outcome.Refused(entry.refusals());
        }
        try {
            if (mirrors.keep(entry) && mirrors.find(entry.name()).isEmpty()) {
                return new Outcome.Done("wrote the mirror of " + entry.name());
            }
        } catch (ClusterException e) {
            return ledger.withoutMirror(spec.get(), e);
        }
        Goal goal = goal(entry);
        Look look = look(goal);
        Pass pass = steps(entry, goal, look);
        if (pass.outcome() instanceof Outcome.Stopped) {
            return pass.outcome();
        }
        roles.keep(look.observed());
        targets.keep(pass.look().observed(), pass.scaling());
        ledger.enter(pass);
        if (goal.removing() && pass.outcome() instanceof Outcome.Settled) {
            ledger.deleted(pass);
        }
        return pass.outcome();
    }

    /**
     * At most one step. Where looking costs no call, what is missing is made in a row, each on a look that shows what was
     * made before it; and the last look is reported, so that the mirror need not be written a second time to say what one
     * waits for. An app with members has each step and each look in a pass of its own.
     */
    private Pass steps(AppEntry entry, Goal goal, Look first) throws ClusterException {
        List<Taken> taken = new ArrayList<>();
        List<String> done = new ArrayList<>();
        Look look = first;
        Outcome outcome = act(look, goal);
        Pass.taken(look, outcome, clock.instant()).ifPresent(taken::add);
        while (outcome instanceof Outcome.Done && looksAgain(goal)) {
            done.add(outcome.sentence());
            Look made = look;
            look = look(goal);
            if (!made.makes() || !look.makes()) {
                outcome = new Outcome.Done(String.join(", ", done));
                break;
            }
            outcome = act(look, goal);
            Pass.taken(look, outcome, clock.instant()).ifPresent(taken::add);
        }
        Instant now = clock.instant();
        return new Pass(entry, goal, first.observed(), look, plan(goal, look), taken, outcome, now);
    }

    private Look look(Goal goal) throws ClusterException {
        Instant now = clock.instant();
        ObservedState observed = observer.observe(goal, Consistency.CACHED);
        Decision decided = planner.decide(goal, observed, now);
        return new Look(observed, fights.judge(goal.app().name(), decided, drift(goal, observed, decided), now), now);
    }

    private static List<Drift> drift(Goal goal, ObservedState observed, Decision decided) {
        return decided instanceof Decision.Do ? Drifts.of(goal, observed) : List.of();
    }

    private boolean looksAgain(Goal goal) {
        return !goal.engine().traits().hasMembers()
                && cluster.caughtUp(goal.app().name());
    }

    /** A fault of ours: it is shown where people look, and the app is tried again after its back-off. */
    Outcome failed(AppName app, RuntimeException fault) {
        String sentence = "Quorate failed here: " + fault + ". The other apps go on; this one is tried again.";
        if (elector.leading() && mirrors.find(app).isPresent()) {
            ledger.fault(app, sentence);
        }
        return new Outcome.Retry(Duration.ZERO, sentence);
    }

    private Outcome act(Look look, Goal goal) {
        Decision decision = look.decision();
        if (decision instanceof Decision.Do next) {
            Outcome outcome = executor.execute(next.step(), goal, look.observed(), look.at());
            if (outcome instanceof Outcome.Done) {
                List<Drift> drift = drift(goal, look.observed(), decision);
                fights.answered(goal.app().name(), next.step(), drift, look.at());
            }
            return outcome;
        }
        if (decision instanceof Decision.Wait wait) {
            return new Outcome.Waiting(wait.what());
        }
        return decision instanceof Decision.Refuse refuse
                ? new Outcome.Refused(refuse.refusals())
                : new Outcome.Settled();
    }

    private Plan plan(Goal goal, Look look) {
        return look.decision() instanceof Decision.Settled
                ? new Plan(goal.app().name(), goal.engine().traits().name(), "", List.of(), List.of(), Optional.empty())
                : forecast.plan(goal, look.observed(), look.at());
    }

    private Goal goal(AppEntry entry) throws ClusterException {
        Goal goal = goal(entry.lastGood().orElseThrow());
        if (entry.removes()) {
            return goal.withoutFile(entry.source().commit());
        }
        List<Refusal> unmet = dependencies.unmet(goal.app());
        return unmet.isEmpty() ? goal : goal.heldBy(unmet);
    }

    /** Kept from pass to pass while memory allows: what a spec asks for is worked out once. */
    private Goal goal(DesiredApp spec) throws ClusterException {
        AppName name = spec.app().name();
        String commit = spec.source().commit();
        OptionalInt defaults = observer.defaults(name, Consistency.CACHED);
        Optional<Goal> kept = Optional.ofNullable(goals.get(name))
                .flatMap(reference -> Optional.ofNullable(reference.get()))
                .filter(goal -> goal.isOf(spec.app(), commit, defaults));
        if (kept.isPresent()) {
            return kept.get();
        }
        Goal made = made(spec.app(), commit, defaults);
        goals.put(name, new SoftReference<>(made));
        return made;
    }

    private Goal made(StatefulApp app, String commit, OptionalInt defaults) {
        return Goal.of(engine(app), app, wiring.site(), commit, defaults);
    }

    private Engine engine(StatefulApp app) {
        return wiring.engines()
                .find(app.engine())
                .orElseThrow(() -> new IllegalStateException("The engine " + app.engine() + " of " + app.name()
                        + " is not part of this version of Quorate."));
    }
}
