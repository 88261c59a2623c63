package dev.quorate.state;

import java.util.List;
import java.util.Optional;

/**
 * What an engine's members say of their cluster, compared by durable identity and never by count.
 *
 * @param completeness whether destructive steps may rest on it
 * @param clusterId the engine's own id of the cluster, where it has one and a majority agrees
 * @param openOperations what the engine itself has not finished, in its words (a pending learner is a member, not this)
 * @param alarms what forbids every change until it is cleared, in the engine's words
 * @param replication of all its data what is meant to be on the most members; empty where nothing says so, or nobody lists it
 */
public record MembershipView(
        Completeness completeness,
        Optional<String> clusterId,
        List<Member> members,
        List<String> openOperations,
        List<String> alarms,
        Optional<Replication> replication) {

    public MembershipView {
        members = List.copyOf(members);
        openOperations = List.copyOf(openOperations);
        alarms = List.copyOf(alarms);
    }

    /** Of an engine whose data is on all members alike. */
    public MembershipView(
            Completeness completeness,
            Optional<String> clusterId,
            List<Member> members,
            List<String> openOperations,
            List<String> alarms) {
        this(completeness, clusterId, members, openOperations, alarms, Optional.empty());
    }

    /**
     * On how many members data is meant to be, whether or not there are as many.
     *
     * @param what the data, in the engine's words
     */
    public record Replication(int factor, String what) {}

    /** Nobody answers: what is seen before the first member runs and after the last one is cut off. */
    public static MembershipView silent(String why) {
        return new MembershipView(Completeness.partial(why), Optional.empty(), List.of(), List.of(), List.of());
    }

    public MembershipView withMembers(List<Member> others) {
        return new MembershipView(completeness, clusterId, others, openOperations, alarms, replication);
    }

    public MembershipView judged(Completeness other) {
        return new MembershipView(other, clusterId, members, openOperations, alarms, replication);
    }

    /** Whoever is asked then to change something might be the one that is wrong. */
    public boolean contradictory() {
        return completeness.gap() == Completeness.Gap.DISAGREEMENT;
    }

    public Optional<Member> byPod(String pod) {
        return members.stream()
                .filter(member -> member.pod().equals(Optional.of(pod)))
                .findFirst();
    }

    public Optional<Member> byId(String id) {
        return members.stream().filter(member -> member.id().equals(id)).findFirst();
    }

    public Optional<Member> leader() {
        return members.stream()
                .filter(member -> member.role() == MemberRole.LEADER)
                .findFirst();
    }

    public int voters() {
        return (int) members.stream().filter(Member::voting).count();
    }

    public int healthyVoters() {
        return (int) members.stream()
                .filter(member -> member.voting() && member.health() == Member.Health.HEALTHY)
                .count();
    }

    /**
     * So many voters are proved dead that the rest is not enough, however well it is.
     *
     * @param needed how many are enough
     */
    public boolean quorumLost(int needed) {
        long dead = members.stream()
                .filter(member -> member.voting() && member.health() == Member.Health.DEAD)
                .count();
        return voters() - dead < needed && voters() > 0;
    }

    /** The smallest number of voters that is more than half of {@code voters}. */
    public static int majority(int voters) {
        return voters / 2 + 1;
    }

    /** COMPLETE only if a majority confirms one member list and each silent member was silent twice in the same way. */
    public record Completeness(Gap gap, String why) {

        public static final Completeness COMPLETE = new Completeness(Gap.NONE, "");

        public enum Gap {
            NONE,
            /** Some members did not answer; a second equal observation may show that they are dead. */
            SILENCE,
            /** Members contradict each other: asking again is all that can be done. */
            DISAGREEMENT
        }

        public static Completeness partial(String why) {
            return new Completeness(Gap.SILENCE, why);
        }

        public static Completeness disagreement(String why) {
            return new Completeness(Gap.DISAGREEMENT, why);
        }

        public boolean complete() {
            return gap == Gap.NONE;
        }
    }
}
