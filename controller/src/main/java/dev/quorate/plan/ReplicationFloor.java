package dev.quorate.plan;

import dev.quorate.engine.ComponentTraits;
import dev.quorate.engine.ComponentTraits.Quorum;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Replication;
import dev.quorate.state.ObservedState;
import java.util.Optional;

/**
 * How few members may be left where data is meant to be on several of them. It only keeps those whom a request, or lower bounds,
 * would let go: what the members say must never make a commit invalid that is valid by itself, and all that it asks for beside.
 */
final class ReplicationFloor {

    static final String BELOW = "BelowReplicationFactor";

    private final ComponentTraits traits;
    private final Optional<MembershipView> view;

    private ReplicationFloor(ComponentTraits traits, Optional<MembershipView> view) {
        this.traits = traits;
        this.view = view;
    }

    static ReplicationFloor of(Goal goal, ObservedState observed, DesiredComponent component) {
        return new ReplicationFloor(
                goal.engine().traits().component(component.name()),
                Optional.ofNullable(observed.membership().get(component.name())));
    }

    /** Below it nobody of {@code size} leaves. While nobody knows what is meant to be on how many, all of them stay. */
    int least(int size) {
        if (traits.quorum() != Quorum.PER_PARTITION) {
            return 0;
        }
        boolean known = view.filter(seen -> seen.completeness().complete()).isPresent();
        return known ? Math.min(size, needed()) : size;
    }

    private Optional<Replication> replication() {
        return traits.quorum() == Quorum.PER_PARTITION ? view.flatMap(MembershipView::replication) : Optional.empty();
    }

    /** The size at which there are enough, or the largest there is. */
    private int needed() {
        int enough =
                replication().map(most -> traits.sizes().atLeast(most.factor())).orElse(0);
        return Math.min(enough, traits.sizes().max().orElse(enough));
    }

    /** Bounds that let more members go than the data can spare, and what to write instead. */
    Optional<Decision.Held> trouble(Scaled scaled) {
        return replication()
                .filter(most -> needed() > scaled.bounds().minReplicas())
                .map(most -> new Decision.Held(BELOW, words(most, scaled)));
    }

    private String words(Replication most, Scaled scaled) {
        int needed = needed();
        boolean narrow = needed > scaled.bounds().maxReplicas();
        return most.what() + " is meant to have " + most.factor() + " copies, and minReplicas is "
                + scaled.bounds().minReplicas() + ", so nobody leaves below " + scaled.sized(needed)
                + ". Write minReplicas: " + needed + (narrow ? " and maxReplicas: " + needed + " or more" : "")
                + " under " + scaled.field() + " in "
                + scaled.situation().goal().app().source().path() + ", or let it have fewer copies";
    }

    /** Why the accepted size stays above what is asked for inside the bounds. */
    Decision.Held hold(Scaled scaled) {
        return trouble(scaled)
                .orElseGet(() -> new Decision.Held(
                        Guard.VIEW_INCOMPLETE.title(),
                        "how many copies the data is meant to have is not known while members do not answer, so nobody"
                                + " leaves"));
    }
}
