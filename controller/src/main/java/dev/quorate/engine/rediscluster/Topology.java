package dev.quorate.engine.rediscluster;

import dev.quorate.engine.Roster;
import dev.quorate.engine.rediscluster.NodeAnswer.Status;
import dev.quorate.state.MembershipView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What all nodes together say at one time: who belongs to the cluster, who owns which slots, and where they do not say the same.
 * Who is listed goes by the most that list the same; who owns a slot goes by the owner's own word, while it gives one.
 */
final class Topology {

    private final Roster roster;
    private final Addresses addresses;
    private final List<NodeAnswer> answers;
    private final Set<String> ids;
    private final Set<String> fading;
    private final List<Node> nodes;

    private Topology(Roster roster, Addresses addresses, List<NodeAnswer> answers) {
        this.roster = roster;
        this.addresses = addresses;
        this.answers = List.copyOf(answers);
        Set<String> most = listed();
        this.fading = fading(most);
        this.ids = and(most, fading);
        this.nodes = ids.stream()
                .map(this::node)
                .sorted(Comparator.comparingInt(Node::ordinal)
                        .thenComparing(node -> !node.answers())
                        .thenComparing(Node::id))
                .toList();
    }

    static Topology of(Roster roster, Addresses addresses, List<NodeAnswer> answers) {
        return new Topology(roster, addresses, answers);
    }

    List<NodeAnswer> answers() {
        return answers;
    }

    /** The nodes of the cluster in the order of their pods. */
    List<Node> nodes() {
        return nodes;
    }

    Optional<Node> byId(String id) {
        return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    /** One that answers, if there are two. */
    Optional<Node> byPod(String pod) {
        return nodes.stream()
                .filter(node -> node.pod().equals(Optional.of(pod)))
                .findFirst();
    }

    /** A majority of those that it lists confirms the list. */
    boolean confirmed() {
        return confirmedBut("");
    }

    /** The same of all but one, which is being forgotten: some may not list it any more. */
    boolean confirmedBut(String gone) {
        Set<String> not = and(fading, Set.of(gone));
        long confirming = members()
                .filter(status -> without(not, status.lists()).equals(without(not, ids)))
                .count();
        return !ids.isEmpty() && confirming >= MembershipView.majority(ids.size());
    }

    /** The pods that have a list of their own. One that has left, or not come yet, has none while it owns nothing. */
    List<String> dissenters() {
        return answers.stream()
                .filter(answer -> answer.status()
                        .filter(status -> !without(fading, status.lists()).equals(without(fading, ids)))
                        .filter(status -> ids.contains(status.id())
                                || !status.itself().slots().isEmpty())
                        .isPresent())
                .map(answer -> answer.pod().name())
                .toList();
    }

    List<Shard> shards() {
        Map<Integer, List<Node>> byNumber = nodes.stream()
                .filter(node -> node.pod().isPresent())
                .collect(Collectors.groupingBy(node -> Shards.of(node.ordinal()), TreeMap::new, Collectors.toList()));
        return byNumber.entrySet().stream()
                .map(shard -> new Shard(shard.getKey(), shard.getValue()))
                .toList();
    }

    Optional<Shard> shard(Node node) {
        return shards().stream().filter(shard -> shard.nodes().contains(node)).findFirst();
    }

    /** What each shard has at least, when all is even. */
    int share() {
        long shards = shards().stream().filter(Shard::counts).count();
        return shards == 0 ? 0 : (int) (Shards.SLOTS / shards);
    }

    /** Slots that no listed node owns. */
    Slots nobodys() {
        return Slots.between(0, Shards.SLOTS - 1)
                .without(nodes.stream().map(Node::slots).reduce(Slots.NONE, Slots::and));
    }

    /** A node that does not know yet who owns the slots, or who follows whom; empty when all that answer know the same. */
    Optional<String> uninformed() {
        return members()
                .filter(status -> nodes.stream().anyMatch(node -> !knows(status, node)))
                .findFirst()
                .flatMap(status -> byId(status.id()))
                .map(Node::name);
    }

    private static boolean knows(Status status, Node node) {
        return status.line(node.id())
                .filter(line -> line.slots().equals(node.slots()))
                .filter(line -> !node.answers() || line.master().equals(node.master()))
                .isPresent();
    }

    /** What those say that belong to the cluster. */
    private Stream<Status> members() {
        return statuses().filter(status -> ids.contains(status.id()));
    }

    private Stream<Status> statuses() {
        return answers.stream().flatMap(answer -> answer.status().stream());
    }

    private Set<String> listed() {
        Map<Set<String>, Long> lists = statuses()
                .filter(status -> status.lists().contains(status.id()))
                .collect(Collectors.groupingBy(Status::lists, Collectors.counting()));
        return lists.entrySet().stream()
                .max(Map.Entry.<Set<String>, Long>comparingByValue()
                        .thenComparing(list -> list.getKey().size())
                        .thenComparing(list -> new TreeSet<>(list.getKey()).toString()))
                .map(Map.Entry::getKey)
                .orElse(Set.of());
    }

    /**
     * Whom some have forgotten and others have not, since whoever told them ended meanwhile. One that runs is taken up again by all;
     * of one that is dead and owns nothing nobody tells the others, so it is one of those listed until the last has forgotten it.
     */
    private Set<String> fading(Set<String> most) {
        List<Status> members =
                statuses().filter(status -> most.contains(status.id())).toList();
        return members.stream()
                .flatMap(status -> status.lists().stream())
                .distinct()
                .filter(id -> statuses().noneMatch(status -> status.id().equals(id)))
                .filter(id -> !members.stream().allMatch(status -> status.lists().contains(id)))
                .filter(id -> members.stream()
                        .flatMap(status -> status.line(id).stream())
                        .allMatch(line -> line.slots().isEmpty()))
                .collect(Collectors.toSet());
    }

    private static Set<String> and(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
    }

    private static Set<String> without(Set<String> not, Set<String> all) {
        return all.stream().filter(id -> !not.contains(id)).collect(Collectors.toSet());
    }

    private Node node(String id) {
        Optional<NodeAnswer> own = answers.stream()
                .filter(answer -> answer.status().map(Status::id).equals(Optional.of(id)))
                .findFirst();
        List<NodeLine> lines =
                statuses().flatMap(status -> status.line(id).stream()).toList();
        Optional<String> pod = own.map(answer -> answer.pod().name()).or(() -> announced(lines));
        Optional<Status> status = own.flatMap(NodeAnswer::status);
        return new Node(
                id,
                pod,
                status,
                status.map(word -> word.itself().master()).orElseGet(() -> saidMaster(lines)),
                status.map(word -> word.itself().slots()).orElseGet(() -> unclaimed(lines)),
                failing(lines),
                status.isPresent() ? "" : whySilent(pod));
    }

    private Optional<String> announced(List<NodeLine> lines) {
        return lines.stream()
                .filter(line -> !line.host().isEmpty())
                .flatMap(line ->
                        addresses.pod(roster.app().namespace(), roster.app().name(), line.host()).stream())
                .findFirst();
    }

    /** Of one that does not answer, by those that do. */
    private static Optional<String> saidMaster(List<NodeLine> lines) {
        return lines.stream().flatMap(line -> line.master().stream()).findFirst();
    }

    private Slots unclaimed(List<NodeLine> lines) {
        Slots said = lines.stream().map(NodeLine::slots).reduce(Slots.NONE, Slots::and);
        Slots claimed = statuses().map(status -> status.itself().slots()).reduce(Slots.NONE, Slots::and);
        return said.without(claimed);
    }

    private static boolean failing(List<NodeLine> lines) {
        long others = lines.stream().filter(line -> !line.itself()).count();
        long failing =
                lines.stream().filter(line -> !line.itself() && line.failing()).count();
        return failing > 0 && failing >= MembershipView.majority((int) others);
    }

    private String whySilent(Optional<String> pod) {
        Optional<NodeAnswer> there = pod.flatMap(name -> answers.stream()
                .filter(answer -> answer.pod().name().equals(name))
                .findFirst());
        if (there.isEmpty()) {
            return "has no pod";
        }
        return there.get()
                .status()
                .map(status -> "answers as " + status.id())
                .orElse("does not answer: " + there.get().trouble());
    }

    /** Slots that more than one node owns by its own word: one of them has not heard of the other yet. */
    Slots contested() {
        Map<Integer, Integer> owners = new HashMap<>();
        nodes.forEach(node -> node.slots().stream().forEach(slot -> owners.merge(slot, 1, Integer::sum)));
        return Slots.of(IntStream.range(0, Shards.SLOTS).filter(slot -> owners.getOrDefault(slot, 0) > 1));
    }

    /** The owner of a slot. */
    Optional<Node> owner(int slot) {
        return nodes.stream().filter(node -> node.slots().contains(slot)).findFirst();
    }

    /** Whose slots those are that are on their way, each as the node says that it is open at. */
    List<Opened> open() {
        List<Opened> all = new ArrayList<>();
        nodes.forEach(node -> node.open().forEach(open -> all.add(new Opened(node, open))));
        return all;
    }

    /** @param at the node whose own line says so */
    record Opened(Node at, NodeLine.Open what) {}
}
