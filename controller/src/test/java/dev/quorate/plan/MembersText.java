package dev.quorate.plan;

import dev.quorate.engine.ComponentTraits;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Departure;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness;
import dev.quorate.state.MembershipView.Replication;
import dev.quorate.state.Passwords;
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
    private final ComponentTraits traits;
    private final boolean leaderless;
    private final boolean voters;
    private final Map<Integer, Member> members = new HashMap<>();
    private final Map<Integer, String> versions = new HashMap<>();
    private final List<String> unfinished = new ArrayList<>();
    private Optional<Replication> replication = Optional.empty();
    private Optional<Passwords> passwords = Optional.empty();

    MembersText(DesiredSet set, ComponentTraits traits) {
        this.set = set;
        this.traits = traits;
        this.leaderless = traits.roleSource() == ComponentTraits.RoleSource.NONE;
        this.voters = traits.founds();
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
        boolean first = traits.sharded() ? ordinal % traits.sizes().step() == 0 : ordinal == 0;
        MemberRole role = first && !leaderless ? MemberRole.LEADER : MemberRole.FOLLOWER;
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
        return new MembershipView(completeness, clusterId, all(), unfinished, alarms, replication, passwords);
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

    void line(String what, String rest) {
        if (what.equals("unfinished")) { // what the engine has begun by itself
            unfinished.add(rest);
        } else {
            String[] words = rest.split(" ", 2);
            password(words[0], words.length > 1 ? words[1] : "");
        }
    }

    /** What is to be done, or one of: generation 1, former 700 (seconds since it is), unaware POD, theirs, fault TEXT. */
    private void password(String what, String value) {
        Passwords so = passwords.orElse(
                new Passwords("7", true, 0, Passwords.Next.NOTHING, Optional.empty(), List.of(), Optional.empty()));
        passwords = Optional.of(new Passwords(
                so.version(),
                so.madeUp() && !what.equals("theirs"),
                what.equals("generation") ? Integer.parseInt(value) : so.generation(),
                value.isEmpty() && !what.equals("theirs") ? Passwords.Next.valueOf(what) : so.next(),
                what.equals("former")
                        ? Optional.of(Scenario.NOW.minusSeconds(Long.parseLong(value)))
                        : so.formerSince(),
                what.equals("unaware") ? List.of(value) : so.unaware(),
                what.equals("fault") ? Optional.of(value) : so.fault()));
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
                members.replaceAll((o, m) -> traits.shard(o) == traits.shard(ordinal)
                        ? member(o, MemberRole.FOLLOWER, m.voting(), m.health(), m.caughtUp())
                        : m);
                members.put(ordinal, member(ordinal, MemberRole.LEADER, true, healthy, true));
            }
            case "learner" -> members.put(ordinal, member(ordinal, MemberRole.LEARNER, false, healthy, true));
            case "emptying", "emptied", "idle" ->
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
                voters ? voting || traits.sharded() : health == Member.Health.HEALTHY && role != MemberRole.LEARNER,
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
