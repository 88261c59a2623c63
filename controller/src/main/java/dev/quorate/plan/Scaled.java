package dev.quorate.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.engine.Autoscaling;
import dev.quorate.engine.LegalSizes;
import dev.quorate.engine.ScaleObjects;
import dev.quorate.schema.Autoscale;
import dev.quorate.schema.ComponentSpec;
import dev.quorate.state.Accepted;
import dev.quorate.state.Accepted.Direction;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.ObservedObject;
import dev.quorate.state.ObservedObject.Ownership;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One component whose size follows requests: its bounds, what is asked for, and what was accepted. */
record Scaled(Situation situation, DesiredComponent component) {

    static Stream<Scaled> all(Situation situation) {
        return situation.goal().desired().components().stream()
                .map(component -> new Scaled(situation, component))
                .filter(scaled -> scaled.spec().autoscale().isPresent());
    }

    ComponentSpec spec() {
        return situation.goal().app().component(component.name());
    }

    Autoscale bounds() {
        return spec().autoscale().orElseThrow();
    }

    Autoscaling.Possible care() {
        if (situation.traits(component).autoscaling() instanceof Autoscaling.Possible possible) {
            return possible;
        }
        throw new IllegalStateException(component.name() + " is autoscaled, and its engine does not say how");
    }

    LegalSizes sizes() {
        return situation.traits(component).sizes();
    }

    Optional<Accepted> remembered() {
        return situation.memory().accepted(component.name());
    }

    /** What holds, whether or not it is written down yet. */
    int accepted() {
        return component.units();
    }

    ObservedSet set() {
        return situation.observed().set(Situation.onlySet(component).name());
    }

    /** Whether so many pods may be there although fewer were accepted: nobody has to be asked before one comes. */
    boolean takes(int live) {
        return live > accepted()
                && live <= bounds().maxReplicas()
                && sizes().allows(live)
                && !situation.traits(component).hasMembers();
    }

    /** Where requests are written; empty where it is not ours or not there. */
    Optional<Manifest> target() {
        return ours(ScaleObjects.target(situation.goal().app(), component));
    }

    /** Who computes requests by the metrics of Git, if anybody. */
    Optional<Manifest> autoscaler() {
        return ours(ScaleObjects.autoscaler(situation.goal().app(), component));
    }

    private Optional<Manifest> ours(ObjectRef ref) {
        return situation
                .observed()
                .object(ref)
                .filter(object -> object.ownership() == Ownership.OURS)
                .map(ObservedObject::live);
    }

    OptionalInt request() {
        return target().map(live -> live.at("/spec/replicas")).filter(JsonNode::isInt).stream()
                .mapToInt(JsonNode::asInt)
                .findFirst();
    }

    /** The request inside the bounds, at a legal size and not below what the data needs; without one what is accepted already. */
    int wanted() {
        return request().isPresent() ? Math.max(inBounds(), floor().least(accepted())) : accepted();
    }

    private int inBounds() {
        return Sizing.within(bounds(), sizes(), request().orElse(accepted()));
    }

    ReplicationFloor floor() {
        return ReplicationFloor.of(situation.goal(), situation.observed(), component);
    }

    /** Whether more stay than requests and bounds ask for, because the data cannot spare them. */
    boolean keptByFloor() {
        return inBounds() < wanted() && wanted() == accepted();
    }

    /** What is asked for, seen from what is accepted. */
    Optional<Direction> direction() {
        if (wanted() != accepted()) {
            return Optional.of(wanted() > accepted() ? Direction.MORE : Direction.FEWER);
        }
        int request = request().orElse(accepted());
        if (request > bounds().maxReplicas() || limited("TooManyReplicas")) {
            return Optional.of(Direction.ABOVE_MAXIMUM);
        }
        return request < bounds().minReplicas() || limited("TooFewReplicas")
                ? Optional.of(Direction.BELOW_MINIMUM)
                : Optional.empty();
    }

    /** An autoscaler asks for no more than its own bounds, which are those of Git, and says that it would. */
    private boolean limited(String reason) {
        return condition("ScalingLimited", "True")
                .filter(limit -> limit.path("reason").asText().equals(reason))
                .isPresent();
    }

    /** The condition of our autoscaler, if it has this status. */
    Optional<JsonNode> condition(String type, String status) {
        return autoscaler().map(live -> live.at("/status/conditions")).stream()
                .flatMap(conditions -> StreamSupport.stream(conditions.spliterator(), false))
                .filter(condition -> condition.path("type").asText().equals(type))
                .filter(condition -> condition.path("status").asText().equals(status))
                .findFirst();
    }

    /** Since when every pod is as it is, and the accepted size is reached. */
    Instant quietSince() {
        return Stream.concat(
                        remembered().flatMap(Accepted::reached).stream(),
                        set().pods().stream().map(ObservedPod::since))
                .max(Comparator.naturalOrder())
                .orElse(situation.now());
    }

    /** Who wrote the request, as the API server knows it. */
    String requester() {
        return target().flatMap(live -> Drifts.owner(live, "/f:spec/f:replicas"))
                .map(owner -> ", asked for by " + owner.path("manager").asText())
                .orElse("");
    }

    /** Where the bounds stand in the file. */
    String field() {
        boolean named = situation.goal().app().components().containsKey(component.name());
        return named ? "components." + component.name() + ".autoscale" : "autoscale";
    }

    String sized(int count) {
        return Text.count(count, situation.traits(component).hasMembers() ? "member" : "pod");
    }
}
