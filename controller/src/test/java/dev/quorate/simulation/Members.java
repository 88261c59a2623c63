package dev.quorate.simulation;

import dev.quorate.state.MembershipView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The members of one app as they really are, whatever the controller believes. */
final class Members {

    /** A member that was well a moment ago may have been seen well by a decision that was right. */
    private static final Duration A_MOMENT = Duration.ofSeconds(3);

    private static final String QUEUES = "a queue keeps its majority";
    private static final String MASTER = "the master moves before its pod goes";
    private static final String COPIES = "a master keeps a replica";
    private static final String MAJORITY = "the healthy voters stay a majority";

    /** When a voter was last seen to vote, and where. */
    private record Vote(String pod, Instant at) {}

    private record Look(
            String pod, String id, String cluster, boolean member, boolean learner, boolean leader, int voters) {
        static Look of(Running.View view) {
            return new Look(
                    view.pod(),
                    view.memberId(),
                    view.clusterId(),
                    view.member(),
                    view.learner(),
                    view.leader(),
                    view.voters());
        }

        boolean votes() {
            return member && !learner;
        }
    }

    private final World world;
    private final App app;
    private final String set;
    private final Set<String> clusters = new HashSet<>();
    private final Map<String, Vote> votedAt = new HashMap<>();
    private List<Look> now = List.of();

    Members(World world, App app) {
        this(world, app, app.name());
    }

    /** Of another set of the app. */
    Members(World world, App app, String set) {
        this.world = world;
        this.app = app;
        this.set = set;
    }

    /** What is running, and what of it breaks a rule by itself. */
    void look(List<Running.View> running) {
        List<Look> next = running.stream()
                .filter(view -> view.pod().matches(Workload.NAMESPACE + "/" + set + "-\\d+"))
                .map(Look::of)
                .toList();
        Instant time = world.time().now();
        now.stream().filter(this::well).forEach(look -> votedAt.put(look.id(), new Vote(name(look), time)));
        if (!next.equals(now)) {
            now = next;
            world.timeline().add("members", this::text);
            check();
        }
    }

    private void check() {
        now.stream().filter(Look::member).map(Look::cluster).forEach(clusters::add);
        Broken.unless(clusters.size() <= 1, "never a second cluster", () -> app.name() + " has been " + clusters);
        long leaders = now.stream().filter(Look::leader).count();
        Broken.unless(leaders <= 1, "at most one leader", this::text);
        checkWrites();
    }

    /** Acknowledged writes survive. */
    void checkWrites() {
        for (String cluster : clusters) {
            List<String> lost = world.running().lostWrites(cluster);
            Broken.unless(lost.isEmpty(), "acknowledged writes survive", () -> app.name() + " lost " + lost);
        }
    }

    /** Before an identity is removed: H−1 ≥ majority of V−1, leniently counted. */
    void mayRemove(String id, String what) {
        Optional<Look> leader = leader();
        boolean votes = now.stream().anyMatch(look -> look.id().equals(id) && look.votes()) || votedAt.containsKey(id);
        if (leader.isEmpty() || !votes) {
            return;
        }
        List<String> queues = world.running().queuesThatNeed(leader.get().cluster(), id);
        Broken.unless(queues.isEmpty(), QUEUES, () -> what + " leaves no majority of " + queues);
        Set<String> well = wellBut(id);
        int voters = leader.get().voters() - 1;
        Broken.unless(
                well.size() >= MembershipView.majority(voters),
                MAJORITY,
                () -> what + " would leave " + well.size() + " of " + voters);
    }

    /** One that the others cannot reach votes in vain. */
    private boolean well(Look look) {
        return look.votes() && !world.faults().lasts(Workload.cutOff(name(look)));
    }

    private static String name(Look look) {
        return look.pod().substring(look.pod().indexOf('/') + 1);
    }

    private Set<String> wellBut(String id) {
        Instant since = world.time().now().minus(A_MOMENT);
        Set<String> well = now.stream().filter(this::well).map(Look::id).collect(Collectors.toSet());
        votedAt.forEach((member, vote) -> {
            if (vote.at().isAfter(since)) {
                well.add(member);
            }
        });
        well.remove(id);
        return well;
    }

    /** Before the pod of a voter restarts: H−1 ≥ majority of V. The only one takes its cluster away in any case. */
    void mayRestart(String pod, String what) {
        Optional<Look> leader = leader();
        Optional<Look> voter = now.stream()
                .filter(look -> look.votes() && look.pod().equals(Workload.NAMESPACE + "/" + pod))
                .findFirst();
        if (leader.isEmpty() || voter.isEmpty() || leader.get().voters() == 1) {
            return;
        }
        if (copies()) {
            mayStop(voter.get(), what);
            return;
        }
        int well = wellBut(voter.get().id()).size();
        Broken.unless(
                well >= MembershipView.majority(leader.get().voters()),
                MAJORITY,
                () -> what + " leaves " + well + " of " + leader.get().voters());
    }

    /** Whether each of them has everything, and others watch them. */
    private boolean copies() {
        return app.engine().equals("redis") && set.equals(app.name());
    }

    /** Before a copy stops for a while or for good: it is not the master, and a master with a replica stays where there is one. */
    private void mayStop(Look copy, String what) {
        Broken.unless(!copy.leader(), MASTER, () -> what + " ends " + name(copy) + ": " + text());
        int others = (int)
                now.stream().filter(look -> look.votes() && !look.equals(copy)).count();
        int well = wellBut(copy.id()).size();
        Broken.unless(well >= Math.min(2, others), COPIES, () -> what + " leaves " + well + " of " + others);
    }

    boolean whole() {
        return leader().filter(
                        look -> look.voters() == now.stream().filter(this::well).count())
                .isPresent();
    }

    /** A member leaves before its pod. One that is cut off may not know that it has left: its leader's word counts. */
    void podsGo(int from, int to, String what) {
        Optional<Look> leader = leader();
        if (from >= to || leader.isEmpty()) {
            return;
        }
        if (copies() || !set.equals(app.name())) {
            watchedGo(from, to, what);
            return;
        }
        List<String> voters = world.running().voters(leader.get().cluster());
        for (int ordinal = from; ordinal < to; ordinal++) {
            String pod = Workload.NAMESPACE + "/" + app.name() + "-" + ordinal;
            Broken.unless(
                    now.stream().noneMatch(look -> look.pod().equals(pod) && voters.contains(look.id())),
                    "a member leaves before its pod",
                    () -> pod + " still votes after " + what);
        }
    }

    /** Who is only watched goes first, and is forgotten then. */
    private void watchedGo(int from, int to, String what) {
        now.stream()
                .filter(look -> look.votes() && ordinal(look) >= from && ordinal(look) < to)
                .forEach(look -> {
                    if (copies()) {
                        mayStop(look, what);
                    } else {
                        mayRemove(look.id(), what);
                    }
                });
    }

    private static int ordinal(Look look) {
        return Integer.parseInt(look.pod().substring(look.pod().lastIndexOf('-') + 1));
    }

    /**
     * Since when a voter does not vote any more; empty while it does, or if it never did. One that had not answered before that
     * has been lost as long for whoever asked: what kept it silent is not seen from there.
     */
    Optional<Instant> lostSince(String id, Map<String, Instant> silentSince) {
        boolean votes = now.stream().anyMatch(look -> look.id().equals(id) && look.votes());
        return Optional.ofNullable(votedAt.get(id)).filter(vote -> !votes).map(vote -> {
            Instant silent = silentSince.getOrDefault(vote.pod(), vote.at());
            return silent.isBefore(vote.at()) ? silent : vote.at();
        });
    }

    boolean isVoter(String id) {
        return votedAt.containsKey(id)
                || now.stream().anyMatch(look -> look.id().equals(id) && look.votes());
    }

    /** Whether the cluster's own list has it as a voter, running or not. */
    boolean listed(String id) {
        return leader().filter(look -> world.running().voters(look.cluster()).contains(id))
                .isPresent();
    }

    /** The pods whose processes vote. */
    Set<String> voting() {
        return now.stream().filter(Look::votes).map(Members::name).collect(Collectors.toSet());
    }

    /** Why these are not exactly so many voters that agree; empty when they are. */
    Optional<String> notExactly(int wanted) {
        long voting = now.stream().filter(Look::votes).count();
        boolean agreed = leader().filter(look -> look.voters() == wanted).isPresent();
        return agreed && voting == wanted && now.size() == wanted
                ? Optional.empty()
                : Optional.of("the members of " + app.name() + " are not " + wanted + ": " + text());
    }

    /** What the cluster's own list says, running or not; empty while nobody leads. */
    Optional<Integer> voters() {
        return leader().map(Look::voters);
    }

    boolean learns() {
        return now.stream().anyMatch(look -> look.member() && look.learner());
    }

    private Optional<Look> leader() {
        return now.stream().filter(Look::leader).findFirst();
    }

    private String text() {
        return now.isEmpty()
                ? "of " + app.name() + ": none runs"
                : now.stream().map(Members::text).collect(Collectors.joining(", "));
    }

    private static String text(Look look) {
        String pod = name(look);
        if (!look.member()) {
            return pod + " removed";
        }
        if (look.leader()) {
            return pod + " leads " + look.voters();
        }
        return look.learner() ? pod + " learns" : pod;
    }
}
