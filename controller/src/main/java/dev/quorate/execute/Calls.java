package dev.quorate.execute;

import dev.quorate.cluster.Cluster;
import dev.quorate.cluster.ClusterException;
import dev.quorate.engine.CallResult;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Roster;
import dev.quorate.observe.Rosters;
import dev.quorate.plan.Goal;
import dev.quorate.plan.Guard;
import dev.quorate.plan.Refusal;
import dev.quorate.plan.Step;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.ObservedState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The calls that each kind of step makes. */
record Calls(Cluster cluster, MemoryStore memories, Reach reach, Goal goal, ObservedState observed)
        implements Step.Visitor<Calls.Call> {

    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** A step made ready. */
    interface Call {
        Outcome make() throws ClusterException;
    }

    @Override
    public Call remember(Step.Remember step) {
        return () -> {
            memories.remember(goal.app().name(), step.memory());
            return done(step);
        };
    }

    @Override
    public Call resize(Step.Resize step) {
        return () -> {
            memories.remember(goal.app().name(), step.memory());
            return done(step);
        };
    }

    @Override
    public Call create(Step.Create step) {
        return () -> {
            try {
                cluster.create(step.manifest());
                return done(step);
            } catch (ClusterException e) {
                if (e.reason() == ClusterException.Reason.ALREADY_EXISTS) {
                    return inTheWay(step);
                }
                throw e;
            }
        };
    }

    /** Ours means that the reply to an earlier try was lost; anything else is never touched. */
    private Outcome inTheWay(Step.Create step) throws ClusterException {
        ObjectRef ref = step.manifest().ref();
        Optional<Manifest> there = cluster.read(ref);
        if (there.isEmpty() || sameApp(there.get(), step.manifest())) {
            return new Outcome.Retry(AGAIN, ref + " was there already and is looked at again.");
        }
        return new Outcome.Refused(List.of(Refusal.notOurs(goal, ref)));
    }

    private static boolean sameApp(Manifest one, Manifest other) {
        Optional<Labels> labels = Labels.of(other);
        return Labels.of(one)
                .filter(of -> labels.filter(of::sameApp).isPresent())
                .isPresent();
    }

    @Override
    public Call apply(Step.Apply step) {
        return () -> {
            cluster.apply(step.manifest());
            return done(step);
        };
    }

    @Override
    public Call scale(Step.Scale step) {
        return () -> {
            cluster.scale(
                    ref(Kind.STATEFUL_SET, step.set()), step.uid(), step.resourceVersion(), step.from(), step.to());
            return done(step);
        };
    }

    @Override
    public Call limit(Step.Limit step) {
        return () -> {
            cluster.limit(
                    ref(Kind.STATEFUL_SET, step.set()), step.uid(), step.resourceVersion(), step.from(), step.to());
            return done(step);
        };
    }

    @Override
    public Call grow(Step.Grow step) {
        return () -> {
            cluster.grow(step.claim(), step.uid(), step.resourceVersion(), step.from(), step.to());
            return done(step);
        };
    }

    @Override
    public Call deletePod(Step.DeletePod step) {
        return () -> {
            cluster.delete(ref(Kind.POD, step.set() + "-" + step.ordinal()), step.uid(), step.resourceVersion());
            return done(step);
        };
    }

    @Override
    public Call forceDelete(Step.ForceDelete step) {
        return () -> {
            cluster.forceDelete(ref(Kind.POD, step.set() + "-" + step.ordinal()), step.uid(), step.resourceVersion());
            return done(step);
        };
    }

    @Override
    public Call delete(Step.Delete step) {
        return () -> {
            cluster.delete(step.ref(), step.uid(), step.resourceVersion());
            return done(step);
        };
    }

    @Override
    public Call label(Step.Label step) {
        return () -> {
            for (Map.Entry<String, String> label : new TreeMap<>(step.labels()).entrySet()) {
                cluster.label(step.ref(), step.uid(), label.getKey(), Optional.of(label.getValue()));
            }
            return done(step);
        };
    }

    @Override
    public Call orphan(Step.Orphan step) {
        return () -> {
            cluster.orphan(step.ref(), step.uid(), step.resourceVersion());
            return done(step);
        };
    }

    @Override
    public Call call(Step.Call step) {
        return () -> {
            Membership membership = goal.engine()
                    .membership(reach)
                    .orElseThrow(() -> new IllegalStateException(
                            goal.engine().traits().name() + " has no members, and a step calls one: " + step.text()));
            Roster roster = Rosters.roster(goal.desired(), goal.desired().component(step.component()), observed.sets());
            return outcome(step, membership.perform(step.action(), roster));
        };
    }

    private static Outcome outcome(Step.Call step, CallResult result) {
        if (result instanceof CallResult.InProgress progress) {
            return new Outcome.Waiting(progress.what());
        }
        if (result instanceof CallResult.Blocked blocked) {
            return new Outcome.Refused(
                    List.of(new Refusal(Guard.ENGINE_REFUSED, blocked.sentence(), blocked.needsPerson())));
        }
        if (result instanceof CallResult.Failed failed) {
            return new Outcome.Retry(AGAIN, failed.sentence());
        }
        return done(step);
    }

    private static Outcome done(Step step) {
        return new Outcome.Done(step.text());
    }

    private ObjectRef ref(Kind kind, String name) {
        return new ObjectRef(kind, goal.app().name().namespace(), name);
    }
}
