package dev.quorate.plan;

import dev.quorate.state.DesiredComponent;
import dev.quorate.state.ObservedState;
import dev.quorate.state.OperationRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides the one next step of an app. The first of these that has something to say wins:
 *
 * <ol>
 *   <li>an object that is not ours stands in the way: refused, or taken over if the file says so
 *   <li>members of a component that the spec does not have any more: refused
 *   <li>what is remembered of sizes that follow requests is brought in line with Git
 *   <li>a cluster that may never be founded twice is founded, or that is refused
 *   <li>objects are missing or differ: made, applied
 *   <li>what members read at their start differs from who is admitted: applied
 *   <li>objects of an autoscale that Git wants no more: deleted
 *   <li>StatefulSets are missing or differ
 *   <li>volumes are too small: they grow under their pods
 *   <li>an app that is to be stopped stops, once no operation must come to its end
 *   <li>somebody lowered the replicas by hand below what are members: they come back
 *   <li>a volume is given up that a person has said is lost
 *   <li>the operation that runs goes on, or back
 *   <li>a change of a StatefulSet that cannot be made: refused, when no member is to be repaired; one that only a new set can
 *       have: it is made anew
 *   <li>a member is replaced or joins: a new operation begins; pods get a new template; a member leaves
 *   <li>objects of a component that the spec does not have any more: deleted
 *   <li>another size is asked for, inside the bounds of Git: accepted, if nothing stands against it
 * </ol>
 *
 * <p>Nothing of this is done to an app whose objects may not all be looked at. Before all this, pods are let go that surely ended with their node. Whatever waits for a pod longer than the spec allows is refused for a person to look at.
 * What is decided so is held back where the app is suspended or waits for another; and of an app whose file is gone and asked
 * for that, all this is undone instead.
 */
public final class Planner {

    public Decision decide(Goal goal, ObservedState observed, Instant now) {
        Situation situation = new Situation(goal, observed, now);
        return new Hold(situation).on(wanted(situation));
    }

    /** What is to be done next, whether or not it must wait. */
    Decision wanted(Situation situation) {
        DeadNodes dead = new DeadNodes(situation);
        return ClosedKinds.check(situation).or(dead::free).orElseGet(() -> dead.judge(unhindered(situation)));
    }

    private static Decision unhindered(Situation situation) {
        return situation.goal().removing()
                ? new Removal(situation).next()
                : new Scaling(situation)
                        .judge(LostVolumes.judge(situation, Deadline.judge(situation, next(situation))));
    }

    private static Decision next(Situation situation) {
        return notOurs(situation)
                .or(() -> new FormerComponents(situation).refused())
                .or(new Scaling(situation)::keep)
                .or(() -> bootstrap(situation))
                .or(() -> ObjectPlan.missingOrDifferent(situation))
                .or(new Scaling(situation)::cleared)
                .or(() -> SetPlan.missingOrDifferent(situation))
                .or(() -> each(situation, component -> new Growth(situation, component).grow()))
                .or(() -> LostVolumes.mend(situation))
                .or(() -> new Stop(situation).next())
                .or(() -> running(situation))
                .or(() -> SetPlan.refused(situation)
                        .map(refused -> each(situation, component -> repair(situation, component))
                                .orElse(refused)))
                .or(() -> each(situation, component -> new Renewal(situation, component).begin()))
                .or(() -> each(situation, component -> repair(situation, component)))
                .or(() -> each(situation, component -> changed(situation, component)))
                .or(() -> new FormerComponents(situation).cleared())
                .or(() -> each(situation, component -> new Growth(situation, component).unfinished()))
                .or(new Scaling(situation)::follow)
                .orElseGet(() -> new Decision.Settled(held(situation)));
    }

    private static Optional<Decision.Held> held(Situation situation) {
        return situation.goal().desired().components().stream()
                .flatMap(component -> new Roll(situation, component)
                        .held().or(() -> new Growth(situation, component).larger()).stream())
                .findFirst();
    }

    private static Optional<Decision> notOurs(Situation situation) {
        return situation.goal().app().lifecycle().adopt() ? takeOver(situation) : Ownership.check(situation);
    }

    /** A pod that cannot start without its volume would be waited for in vain. */
    private static Optional<Decision> takeOver(Situation situation) {
        return new Adoption(situation)
                .next()
                .map(next -> next instanceof Decision.Wait
                        ? LostVolumes.mend(situation).orElse(next)
                        : next);
    }

    private static Optional<Decision> bootstrap(Situation situation) {
        for (DesiredComponent component : situation.goal().desired().components()) {
            if (situation.traits(component).founds()
                    && !situation.goal().app().lifecycle().stopped()) {
                Optional<Decision> decision = new Bootstrap(situation, component).beginIfNeeded();
                if (decision.isPresent()) {
                    return decision;
                }
            }
        }
        return Optional.empty();
    }

    /** One operation at a time: while one runs, nothing else of the app moves. */
    private static Optional<Decision> running(Situation situation) {
        return situation.memory().operation().map(record -> {
            MemberSet members = new MemberSet(situation, record.component());
            return members.missingPods()
                    .or(() -> stuck(situation, members, record))
                    .or(() -> beside(situation, record))
                    .or(() -> strangers(members, record))
                    .orElseGet(() -> goOn(situation, members, record));
        });
    }

    /** Pods whose set is made anew may not be known to it yet, and run what they should. */
    private static Optional<Decision> stuck(Situation situation, MemberSet members, OperationRecord record) {
        return record.phase() == OperationRecord.Phase.TAKING
                ? Optional.empty()
                : new Rolling(situation, members.component()).stuck();
    }

    /** An operation may wait for members of another component, which must be able to come. */
    private static Optional<Decision> beside(Situation situation, OperationRecord record) {
        return each(
                situation,
                component -> situation.traits(component).founds()
                                && !component.name().equals(record.component())
                        ? new MemberSet(situation, component)
                                .missingPods()
                                .or(() -> new Rolling(situation, component).stuck())
                        : Optional.empty());
    }

    private static Optional<Decision> strangers(MemberSet members, OperationRecord record) {
        MemberPlan plan = new MemberPlan(members);
        return switch (record.type()) {
            case SCALE_OUT -> plan.strangersBut(record.pod());
            case REPLACE ->
                record.phase() == OperationRecord.Phase.LEAVING
                        ? plan.learnersBut(record.pod())
                        : plan.strangersBut(record.pod());
            case SCALE_IN -> plan.learnersBut(record.pod());
            case BOOTSTRAP, ADOPT, RENEW -> Optional.empty();
        };
    }

    private static Decision goOn(Situation situation, MemberSet members, OperationRecord record) {
        return switch (record.type()) {
            case BOOTSTRAP -> new Bootstrap(situation, members.component()).goOn(record);
            case SCALE_OUT -> new ScaleOut(members, record).goOn();
            case SCALE_IN -> new ScaleIn(members, record).goOn();
            case ADOPT -> Adoption.finish(members, record);
            case REPLACE -> new Replace(members, record).goOn();
            case RENEW -> Renewal.goOn(members, record);
        };
    }

    private static Optional<Decision> each(Situation situation, Function<DesiredComponent, Optional<Decision>> what) {
        for (DesiredComponent component : situation.goal().desired().components()) {
            Optional<Decision> decision = what.apply(component);
            if (decision.isPresent()) {
                return decision;
            }
        }
        return Optional.empty();
    }

    private static Optional<Decision> changed(Situation situation, DesiredComponent component) {
        return situation.traits(component).hasMembers()
                ? members(new MemberSet(situation, component))
                : new PodPlan(situation, component).next();
    }

    /** That a change is refused, or that members of another component are waited for, is no reason to leave a member lost. */
    private static Optional<Decision> repair(Situation situation, DesiredComponent component) {
        if (!situation.traits(component).hasMembers()) {
            return Optional.empty();
        }
        MemberSet members = new MemberSet(situation, component);
        return members.missingPods().or(() -> new MemberPlan(members).repair()).filter(Decision.Do.class::isInstance);
    }

    private static Optional<Decision> members(MemberSet members) {
        return members.missingPods().or(() -> new MemberPlan(members).next());
    }
}
