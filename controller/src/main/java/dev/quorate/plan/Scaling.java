package dev.quorate.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.engine.AddedObjects;
import dev.quorate.schema.ComponentSpec;
import dev.quorate.state.Accepted;
import dev.quorate.state.Accepted.Direction;
import dev.quorate.state.Accepted.Wish;
import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.ObservedObject;
import dev.quorate.state.ObservedObject.Ownership;
import dev.quorate.state.ObservedPod;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Sizes that follow requests. A request changes nothing but one number, the accepted size, and only when nothing else is to be
 * done; the plan takes it from there as it takes any other size, one member at a time.
 *
 * <ol>
 *   <li>What is remembered is kept in line with Git: new bounds hold at once, and when autoscale is gone, the next commit that
 *       changes replicas does.
 *   <li>Objects of an autoscale that Git wants no more go, the autoscaler before its target.
 *   <li>At rest a size that was reached is marked so, a wish is dated, and a request is accepted if nothing stands against it.
 *   <li>A larger size whose pods do not become Ready in time is given up again.
 * </ol>
 */
final class Scaling {

    /** So long a person is told that a pod is late before its size is given up. */
    private static final Duration TOLD = Duration.ofMinutes(1);

    private final Situation situation;
    private final AppMemory memory;

    Scaling(Situation situation) {
        this.situation = situation;
        this.memory = situation.memory();
    }

    Optional<Decision> keep() {
        if (situation.goal().app().lifecycle().stopped()) {
            return Optional.empty();
        }
        return situation.goal().desired().components().stream()
                .flatMap(component -> kept(component).stream())
                .findFirst();
    }

    private Optional<Decision> kept(DesiredComponent component) {
        ComponentSpec spec = situation.goal().app().component(component.name());
        Optional<Accepted> before = memory.accepted(component.name());
        if (spec.autoscale().isPresent()) {
            return inLine(new Scaled(situation, component), before);
        }
        return before.filter(size -> !size.written().equals(spec.replicas()))
                .map(size ->
                        remember(memory.forgetAccepted(component.name()), "follow the replicas that Git asks for"));
    }

    private Optional<Decision> inLine(Scaled scaled, Optional<Accepted> remembered) {
        String name = scaled.component().name();
        int size = scaled.accepted();
        Accepted before = remembered.orElseGet(() -> Accepted.first(
                name,
                size,
                scaled.spec().replicas(),
                situation.now(),
                situation.goal().commit()));
        Accepted now = before.written(scaled.spec().replicas());
        if (now.count() != size) {
            now = now.bound(size);
        }
        if (remembered.equals(Optional.of(now))) {
            return byHand(scaled, now);
        }
        return Optional.of(remember(memory.accept(now), "keep " + scaled.sized(size) + " inside the bounds of Git"));
    }

    /**
     * Pods that somebody added inside the bounds are no drift; who took some away took them undrained, and they come back. On the way
     * to another size there are more for a while, whoever set them once.
     */
    private Optional<Decision> byHand(Scaled scaled, Accepted accepted) {
        return scaled.set()
                .live()
                .filter(live -> accepted.reached().isPresent() && scaled.takes(live.replicas()) && !suspended())
                .flatMap(live -> Drifts.owner(live.object().live(), Drifts.REPLICAS)
                        .map(owner -> byHand(scaled, accepted.change(live.replicas()), owner)));
    }

    private Decision byHand(Scaled scaled, Accepted size, JsonNode owner) {
        String who = owner.path("manager").asText();
        return resize(size, "keep " + scaled.sized(size.count()) + ", as " + who + " set them", false);
    }

    Optional<Decision> cleared() {
        Set<ObjectRef> wanted =
                situation.goal().desired().objects().stream().map(Manifest::ref).collect(Collectors.toSet());
        return situation.observed().objects().stream()
                .filter(object -> object.ownership() == Ownership.OURS)
                .map(ObservedObject::live)
                .filter(live -> AddedObjects.kinds().contains(live.kind()) && !wanted.contains(live.ref()))
                .min(Comparator.comparing(Manifest::kind))
                .map(live -> live.terminating()
                        ? new Decision.Wait(live.ref() + " is being deleted")
                        : new Decision.Do(new Step.Delete(
                                live.ref(),
                                live.uid(),
                                live.resourceVersion(),
                                "delete " + live.ref() + ", which Git asks for no more")));
    }

    Optional<Decision> follow() {
        return each(this::settled).or(() -> each(this::dated)).or(() -> each(this::followed));
    }

    private Optional<Decision> each(Function<Scaled, Optional<Decision>> what) {
        return Scaled.all(situation)
                .flatMap(scaled -> what.apply(scaled).stream())
                .findFirst();
    }

    private Optional<Decision> settled(Scaled scaled) {
        return scaled.remembered()
                .filter(size -> size.reached().isEmpty())
                .map(size -> remember(
                        memory.accept(size.reached(situation.now())), scaled.sized(size.count()) + " are reached"));
    }

    private Optional<Decision> dated(Scaled scaled) {
        Optional<Direction> direction = scaled.direction();
        return scaled.remembered()
                .filter(size -> !size.wish().map(Wish::direction).equals(direction))
                .map(size -> remember(
                        memory.accept(size.wishing(direction.map(where -> new Wish(where, situation.now())))),
                        "note since when " + direction.map(Scaling::words).orElse("no other size") + " is asked for"));
    }

    private static String words(Direction direction) {
        return switch (direction) {
            case MORE -> "more";
            case FEWER -> "less";
            case ABOVE_MAXIMUM -> "more than Git allows";
            case BELOW_MINIMUM -> "less than Git allows";
        };
    }

    private Optional<Decision> followed(Scaled scaled) {
        int wanted = scaled.wanted();
        int count = scaled.accepted();
        if (wanted == count || new ScalingHolds(scaled).first().isPresent()) {
            return Optional.empty();
        }
        // One size down at a time: the window begins anew after each.
        int next = wanted > count ? wanted : Math.max(wanted, scaled.sizes().below(count));
        Accepted size = scaled.remembered().orElseThrow();
        return Optional.of(resize(
                size.change(next),
                "accept " + scaled.sized(next) + " instead of " + count + scaled.requester(),
                next < count));
    }

    /** What cannot be had is not held on to: the pods that serve nobody go, and the next request is weighed anew. */
    Decision judge(Decision decision) {
        boolean late = decision instanceof Decision.Refuse refuse
                && refuse.refusals().stream().anyMatch(refusal -> refusal.guard() == Guard.PROGRESS_DEADLINE);
        return late && !suspended() ? each(this::givenUp).orElse(decision) : decision;
    }

    private Optional<Decision> givenUp(Scaled scaled) {
        Duration deadline = scaled.spec().updateStrategy().progressDeadline().plus(TOLD);
        return scaled.remembered()
                .filter(size -> size.reached().isEmpty() && size.before() < size.count())
                .flatMap(size -> scaled.set().pods().stream()
                        .filter(pod -> pod.ordinal() >= size.before() && !pod.ready() && !pod.terminating())
                        .filter(pod -> pod.since().plus(deadline).isBefore(situation.now()))
                        .findFirst()
                        .map(pod -> givenUp(scaled, size, pod)));
    }

    private Decision givenUp(Scaled scaled, Accepted size, ObservedPod pod) {
        return resize(
                size.failed(situation.goal().commit()),
                "go back to " + scaled.sized(size.before()) + " from " + size.count() + ", since " + pod.name()
                        + " does not become Ready: " + Deadline.why(pod),
                false);
    }

    private boolean suspended() {
        return situation.goal().app().lifecycle().suspend();
    }

    private static Decision remember(AppMemory after, String text) {
        return new Decision.Do(new Step.Remember(after, text, false));
    }

    private Decision resize(Accepted size, String text, boolean destructive) {
        return new Decision.Do(new Step.Resize(memory.accept(size), text, destructive));
    }
}
