package dev.quorate.engine.rediscluster;

import dev.quorate.engine.Roster;
import dev.quorate.engine.rediscluster.NodeAnswer.Status;
import dev.quorate.engine.rediscluster.NodeLine.Way;
import dev.quorate.engine.rediscluster.Topology.Opened;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Departure;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes one view of what the nodes say. A replica of a shard that has not got its share yet is a learner: so a shard that came, and
 * one whose leave was given up, is filled before anything else is done.
 */
final class ClusterView {

    private final Roster roster;
    private final Topology topology;
    private final int share;

    private ClusterView(Roster roster, Topology topology) {
        this.roster = roster;
        this.topology = topology;
        this.share = topology.share();
    }

    static MembershipView of(Roster roster, Topology topology) {
        return new ClusterView(roster, topology).view();
    }

    private MembershipView view() {
        if (topology.nodes().isEmpty()) {
            return MembershipView.silent(nobody());
        }
        List<Member> members = topology.nodes().stream().map(this::member).toList();
        Optional<String> id = topology.confirmed() ? Optional.of(roster.app().toString()) : Optional.empty();
        return new MembershipView(completeness(members), id, members, List.of(), alarms());
    }

    private Completeness completeness(List<Member> members) {
        if (!topology.dissenters().isEmpty()) {
            return Completeness.disagreement(
                    String.join(", ", topology.dissenters()) + " and the other nodes do not list the same nodes");
        }
        List<String> silent = members.stream()
                .filter(member -> member.voting() && member.silent())
                .map(member -> member.pod().orElse(member.id()) + " " + member.detail())
                .toList();
        if (!silent.isEmpty()) {
            return Completeness.partial(String.join("; ", silent));
        }
        return topology.confirmed()
                ? Completeness.COMPLETE
                : Completeness.partial("no majority of the nodes confirms who belongs to the cluster");
    }

    private Member member(Node node) {
        Optional<Shard> shard = topology.shard(node);
        Optional<Node> master = shard.flatMap(Shard::master);
        String trouble = node.answers() ? trouble(node, master) : node.trouble();
        MemberRole role = role(node, shard);
        return new Member(
                node.id(),
                node.pod(),
                role,
                role != MemberRole.LEARNER,
                true,
                !node.answers() ? Health.SILENT : trouble.isEmpty() ? Health.HEALTHY : Health.UNHEALTHY,
                node.whole() && trouble.isEmpty(),
                node.status().map(Status::version),
                role == MemberRole.LEARNER && trouble.isEmpty() ? "its shard has not got its share yet" : trouble,
                shard.map(this::departure).orElse(Departure.STAYS),
                alone(node, shard));
    }

    private MemberRole role(Node node, Optional<Shard> shard) {
        Optional<Node> master = shard.flatMap(Shard::master);
        if (!node.answers()) {
            return shard.filter(own -> waits(node, own)).isPresent() ? MemberRole.LEARNER : MemberRole.UNKNOWN;
        }
        if (master.isEmpty()) {
            return MemberRole.UNKNOWN;
        }
        if (master.get().equals(node)) {
            return MemberRole.LEADER;
        }
        if (node.masters()) {
            return node.serves() ? MemberRole.UNKNOWN : MemberRole.LEARNER;
        }
        if (!node.follows(master.get())) {
            return MemberRole.UNKNOWN;
        }
        return shard.filter(this::unfilled).isPresent() ? MemberRole.LEARNER : MemberRole.FOLLOWER;
    }

    /**
     * It is silent, and came to a shard that has been given nothing yet, or has nothing any more: it cannot hold what no other has.
     * Beside a master that owns slots it might have been the master itself, and count.
     */
    private boolean waits(Node node, Shard shard) {
        boolean expects = topology.open().stream()
                .anyMatch(opened -> opened.what().other().equals(node.id()));
        return shard.slots().isEmpty()
                && !expects
                && shard.master().filter(master -> !master.equals(node)).isPresent();
    }

    private boolean unfilled(Shard shard) {
        return shard.whole() && shard.slots().size() < share;
    }

    private String trouble(Node node, Optional<Node> master) {
        if (node.failing()) {
            return "most of the others do not reach it";
        }
        if (master.isEmpty()) {
            return node.pod().isEmpty() ? "" : "follows " + follows(node) + ", and its shard has no master";
        }
        if (!master.get().equals(node) && !node.serves()) {
            if (node.masters()) {
                return "is a master beside " + master.get().name();
            }
            if (!node.follows(master.get())) {
                return "follows " + follows(node) + ", and the master of its shard is "
                        + master.get().name();
            }
            if (!node.whole()) {
                return "waits for what " + master.get().name() + " has";
            }
        }
        boolean served = node.status().filter(Status::serves).isPresent() || imports(node);
        return served ? "" : "says that not all slots are served";
    }

    /** It does not hear of another owner of such a slot before the move of it goes on, and counts it as not served. */
    private static boolean imports(Node node) {
        return node.open().stream().anyMatch(open -> open.way() == Way.FROM);
    }

    private String follows(Node node) {
        String id = node.master().orElse("nobody");
        return topology.byId(id).map(Node::name).orElse(id);
    }

    private Departure departure(Shard shard) {
        if (!shard.whole()) {
            return shard.slots().isEmpty() ? Departure.IDLE : Departure.STAYS;
        }
        if (open(shard) || divided(shard)) {
            return Departure.EMPTYING;
        }
        if (shard.slots().isEmpty()) {
            return Departure.EMPTIED;
        }
        return unfilled(shard) ? Departure.EMPTYING : Departure.STAYS;
    }

    private static boolean open(Shard shard) {
        return shard.nodes().stream().anyMatch(node -> !node.open().isEmpty());
    }

    /** A former master has kept what its replica had not heard of when it took over. */
    private static boolean divided(Shard shard) {
        return shard.nodes().stream()
                        .filter(node -> node.answers() && !node.slots().isEmpty())
                        .count()
                > 1;
    }

    /** The slots of a master whose replica has not got all that is in them. */
    private static List<String> alone(Node node, Optional<Shard> shard) {
        boolean copied = shard.flatMap(own -> own.successor(node)).isPresent();
        return node.slots().isEmpty() || copied ? List.of() : List.of("slots " + node.slots());
    }

    private List<String> alarms() {
        List<String> alarms = new ArrayList<>();
        if (topology.confirmed() && !topology.nobodys().isEmpty()) {
            alarms.add("nobody owns the slots " + topology.nobodys()
                    + " (CLUSTER ADDSLOTS gives them to a master, when what was in them is gone for good)");
        }
        topology.open().stream()
                .filter(opened -> astray(opened, topology))
                .map(opened ->
                        "slot " + opened.what().slot() + " of " + opened.at().name() + " is on its way to "
                                + opened.what().other() + ", which no node lists")
                .limit(1)
                .forEach(alarms::add);
        return alarms;
    }

    /** Nobody knows where its keys went: to one that is gone, and nobody says that he has taken its place. */
    static boolean astray(Opened opened, Topology topology) {
        int slot = opened.what().slot();
        return opened.what().way() == Way.TO
                && topology.byId(opened.what().other()).isEmpty()
                && opened.at().slots().contains(slot)
                && topology.open().stream()
                        .noneMatch(other ->
                                other.what().way() == Way.FROM && other.what().slot() == slot);
    }

    private String nobody() {
        return topology.answers().isEmpty()
                ? "there are no pods"
                : topology.answers().stream()
                        .map(answer -> answer.pod().name() + " does not answer: " + answer.trouble())
                        .collect(Collectors.joining("; "));
    }
}
