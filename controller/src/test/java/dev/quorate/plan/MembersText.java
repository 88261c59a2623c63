package dev.quorate.plan;

import dev.quorate.state.DesiredSet;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Departure;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness;
import dev.quorate.state.MembershipView.Replication;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The members of an observed state, by ordinal, from the words of {@link ObservedText}. */
final class MembersText {

    private final DesiredSet set;
    private final boolean leaderless;
    private final boolean voters;
    private final Map<Integer, Member> members = new HashMap<>();
    private final Map<Integer, String> versions = new HashMap<>();
    private final List<String> unfinished = new ArrayList<>();
    private Optional<Replication> replication = Optional.empty();

    /** @param voters whether they vote; observers never do */
    MembersText(DesiredSet set, boolean leaderless, boolean voters) {
        this.set = set;
        this.leaderless = leaderless;
        this.voters = voters;
    }

    String id(int ordinal) {
        return (voters ? "m" : "o") + ordinal;
    }

    /** Whom an operation means; who joins unannounced has no identity before it is there. */
    Optional<String> meant(String operation, int ordinal, boolean announced) {
        return operation.equals("SCALE_OUT") && !announced ? Optional.empty() : Optional.of(id(ordinal));
    }

    /** As a member is where nothing else is said of it. */
    void well(int ordinal) {
        MemberRole role = ordinal == 0 && !leaderless ? MemberRole.LEADER : MemberRole.FOLLOWER;
        members.put(ordinal, member(ordinal, role, true, Member.Health.HEALTHY, true));
    }

    void version(int ordinal, String version) {
        versions.put(ordinal, version);
    }

    List<Member> all() {
        return members.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> versioned(entry.getKey(), entry.getValue()))
                .toList();
    }

    MembershipView view(Completeness completeness, Optional<String> clusterId, List<String> alarms) {
        return new MembershipView(completeness, clusterId, all(), unfinished, alarms, replication);
    }

    /** What no other member has. */
    void alone(int ordinal, String what) {
        Member member = Objects.requireNonNull(members.get(ordinal));
        members.put(
                ordinal,
                new Member(
                        member.id(),
                        member.pod(),
                        member.role(),
                        member.voting(),
                        member.started(),
                        member.health(),
                        member.caughtUp(),
                        member.version(),
                        member.detail(),
                        member.departure(),
                        List.of(what)));
    }

    /** What the engine has begun by itself. */
    void unfinished(String what) {
        unfinished.add(what);
    }

    void replication(int factor, String what) {
        replication = Optional.of(new Replication(factor, what));
    }

    void line(int ordinal, String what) {
        Member.Health healthy = Member.Health.HEALTHY;
        Member.Health health = what.equals("silent") || what.equals("dead") || what.equals("unhealthy")
                ? Member.Health.valueOf(what.toUpperCase(Locale.ROOT))
                : healthy;
        switch (what) {
            case "gone" -> members.remove(ordinal);
            case "leader" -> {
                members.replaceAll((o, m) -> member(o, MemberRole.FOLLOWER, m.voting(), m.health(), m.caughtUp()));
                members.put(ordinal, member(ordinal, MemberRole.LEADER, true, healthy, true));
            }
            case "learner" -> members.put(ordinal, member(ordinal, MemberRole.LEARNER, false, healthy, true));
            case "emptying", "emptied" ->
                members.computeIfPresent(
                        ordinal, (any, member) -> member.departing(Departure.valueOf(what.toUpperCase(Locale.ROOT))));
            case "behind" -> members.put(ordinal, member(ordinal, MemberRole.FOLLOWER, true, healthy, false));
            default -> members.put(ordinal, member(ordinal, MemberRole.FOLLOWER, true, health, true));
        }
    }

    private Member member(int ordinal, MemberRole role, boolean voting, Member.Health health, boolean caughtUp) {
        String detail = switch (health) {
            case HEALTHY -> "";
            case UNHEALTHY -> "no leader";
            case SILENT, DEAD -> "does not answer";
        };
        return new Member(
                id(ordinal),
                Optional.of(set.podName(ordinal)),
                role(role),
                voting && voters,
                voters ? voting : health == Member.Health.HEALTHY && role != MemberRole.LEARNER,
                health,
                caughtUp,
                Optional.empty(),
                detail);
    }

    private MemberRole role(MemberRole said) {
        if (!voters) {
            return MemberRole.OBSERVER;
        }
        return leaderless && said == MemberRole.FOLLOWER ? MemberRole.PEER : said;
    }

    private Member versioned(int ordinal, Member member) {
        return new Member(
                member.id(),
                member.pod(),
                member.role(),
                member.voting(),
                member.started(),
                member.health(),
                member.caughtUp(),
                member.silent() ? Optional.empty() : Optional.ofNullable(versions.get(ordinal)),
                member.detail(),
                member.departure(),
                member.alone());
    }
}
