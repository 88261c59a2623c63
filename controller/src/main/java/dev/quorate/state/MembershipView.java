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
 */
public record MembershipView(
        Completeness completeness,
        Optional<String> clusterId,
        List<Member> members,
        List<String> openOperations,
        List<String> alarms) {

    public MembershipView {
        members = List.copyOf(members);
        openOperations = List.copyOf(openOperations);
        alarms = List.copyOf(alarms);
    }

    /** Nobody answers: what is seen before the first member runs and after the last one is cut off. */
    public static MembershipView silent(String why) {
        return new MembershipView(Completeness.partial(why), Optional.empty(), List.of(), List.of(), List.of());
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

    /** The smallest number of voters that is more than half of {@code voters}. */
    public static int majority(int voters) {
        return voters / 2 + 1;
    }

    /**
     * This view when its silent members were silent long enough: they are dead, and if their silence was all that was missing,
     * the view is complete. Members that contradict each other stay a partial view, however long they do.
     */
    public MembershipView silentAreDead() {
        List<Member> judged = members.stream()
                .map(member -> member.silent() ? member.withHealth(Member.Health.DEAD) : member)
                .toList();
        Completeness judgement = completeness.exceptSilence() ? Completeness.COMPLETE : completeness;
        return new MembershipView(judgement, clusterId, judged, openOperations, alarms);
    }

    /**
     * COMPLETE only if a majority confirms one member list and each silent member was silent twice in the same way.
     *
     * @param exceptSilence a majority of the voters confirms the list and nobody contradicts, but some voters are silent
     */
    public record Completeness(boolean complete, boolean exceptSilence, String why) {

        public static final Completeness COMPLETE = new Completeness(true, false, "");

        public static Completeness partial(String why) {
            return new Completeness(false, false, why);
        }

        public static Completeness exceptSilence(String why) {
            return new Completeness(false, true, why);
        }
    }
}
