package dev.quorate.engine.rabbitmq;

import dev.quorate.engine.Roster;
import dev.quorate.engine.rabbitmq.RabbitAnswer.Listed;
import dev.quorate.engine.rabbitmq.RabbitAnswer.Mark;
import dev.quorate.engine.rabbitmq.RabbitAnswer.Status;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Departure;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness;
import dev.quorate.state.MembershipView.Replication;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes one view of what the pods said: members are those that most of the cluster lists, by the names of their nodes, and each
 * is judged by its own word, by that of the others about its queues, and never by a count.
 */
final class RabbitView {

    private static final int NAMED = 5;

    private final Roster roster;
    private final RabbitAnswers answers;
    private final Optional<List<RabbitQueue>> queues;

    private RabbitView(Roster roster, RabbitAnswers answers, Optional<List<RabbitQueue>> queues) {
        this.roster = roster;
        this.answers = answers;
        this.queues = queues;
    }

    static MembershipView of(Roster roster, RabbitAnswers answers, Optional<List<RabbitQueue>> queues) {
        return new RabbitView(roster, answers, queues).view();
    }

    private MembershipView view() {
        if (answers.list().isEmpty()) {
            return MembershipView.silent(nobody());
        }
        List<Member> members = answers.list().stream()
                .map(this::member)
                .sorted(Comparator.comparing((Member member) -> member.pod().orElse("~"))
                        .thenComparing(Member::id))
                .toList();
        Optional<String> id = answers.confirmed() ? answers.clusterId() : Optional.empty();
        return new MembershipView(completeness(members), id, members, phantoms(), alarms(), replication());
    }

    private Completeness completeness(List<Member> members) {
        if (answers.podsByCluster().size() > 1) {
            return Completeness.disagreement(tooManyClusters());
        }
        if (!answers.dissenters().isEmpty()) {
            return Completeness.disagreement(
                    String.join(", ", answers.dissenters()) + " and the other members do not name the same members");
        }
        List<String> silent = members.stream()
                .filter(member -> member.voting() && member.silent())
                .map(member -> member.pod().orElse(member.id()) + " " + member.detail())
                .toList();
        if (!silent.isEmpty()) {
            return Completeness.partial(String.join("; ", silent));
        }
        if (!answers.confirmed()) {
            return Completeness.partial("no majority names the members");
        }
        return queues.isPresent() ? Completeness.COMPLETE : Completeness.partial("nobody lists the queues");
    }

    private Member member(Listed listed) {
        String node = listed.name();
        Optional<String> pod = pod(node);
        Optional<Status> status = answers.by(node);
        boolean joining = answers.mark(node).equals(Optional.of(Mark.JOINING));
        String trouble = status.isEmpty() ? whySilent(pod) : unwell(listed);
        boolean behind = queues().anyMatch(
                        queue -> queue.holdsOn(node) && !queue.online().contains(node));
        return new Member(
                node,
                pod,
                joining ? MemberRole.LEARNER : MemberRole.PEER,
                !joining,
                status.isPresent() || !joining,
                status.isEmpty() ? Health.SILENT : trouble.isEmpty() ? Health.HEALTHY : Health.UNHEALTHY,
                status.isPresent() && !behind,
                status.map(RabbitView::version),
                trouble.isEmpty() && joining ? "has not got its share of the queues yet" : trouble,
                departure(node),
                alone(node));
    }

    private static String version(Status status) {
        return status.version()
                + (status.flagsOff().isEmpty()
                        ? ""
                        : RabbitUpgrade.FLAGS_OFF + String.join(" ", new TreeSet<>(status.flagsOff())));
    }

    private Departure departure(String node) {
        if (!answers.mark(node).equals(Optional.of(Mark.LEAVING))) {
            return Departure.STAYS;
        }
        return queues.isEmpty() || queues().anyMatch(queue -> queue.holdsOn(node))
                ? Departure.EMPTYING
                : Departure.EMPTIED;
    }

    private List<String> alone(String node) {
        List<String> all = queues().filter(queue -> queue.onlyOn(node))
                .map(RabbitQueue::toString)
                .sorted()
                .toList();
        if (all.size() <= NAMED) {
            return all;
        }
        List<String> some = new ArrayList<>(all.subList(0, NAMED));
        some.add("and " + (all.size() - NAMED) + " more");
        return some;
    }

    private String unwell(Listed listed) {
        List<String> reasons = new ArrayList<>();
        if (!listed.running()) {
            reasons.add("the others do not see it running");
        }
        if (listed.memoryAlarm()) {
            reasons.add("it is out of memory");
        }
        if (listed.diskAlarm()) {
            reasons.add("it is out of disk space");
        }
        return String.join(", ", reasons);
    }

    private String whySilent(Optional<String> pod) {
        Optional<RabbitAnswer> there = pod.flatMap(answers::at);
        if (there.isEmpty()) {
            return "has no pod";
        }
        return there.get()
                .status()
                .map(status -> "answers as " + status.node())
                .orElse("does not answer: " + there.get().trouble());
    }

    /** Replicas that are counted where no member is: each of them makes a majority harder to come by. */
    private List<String> phantoms() {
        Set<String> known = answers.list().stream().map(Listed::name).collect(Collectors.toSet());
        return queues().filter(RabbitQueue::replicated)
                .filter(queue -> !known.containsAll(queue.members()))
                .limit(NAMED)
                .map(queue -> queue + " counts a replica on "
                        + queue.members().stream()
                                .filter(node -> !known.contains(node))
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + ", which is no member any more (rabbitmq-queues shrink takes it away)")
                .toList();
    }

    private Optional<Replication> replication() {
        return queues().filter(queue -> queue.meant() > 0)
                .max(Comparator.comparingInt(RabbitQueue::meant)
                        .thenComparing(RabbitQueue::toString, Comparator.reverseOrder()))
                .map(queue -> new Replication(queue.meant(), queue.toString()));
    }

    private List<String> alarms() {
        List<String> alarms = new ArrayList<>();
        if (answers.podsByCluster().size() > 1) {
            alarms.add(tooManyClusters());
        }
        for (Listed listed : answers.list()) {
            String who = pod(listed.name()).orElse(listed.name());
            if (listed.memoryAlarm()) {
                alarms.add(who + " has used up its memory, and publishers are stopped until it is free again");
            }
            if (listed.diskAlarm()) {
                alarms.add(who + " has too little disk space, and publishers are stopped until there is more");
            }
            if (!listed.partitions().isEmpty()) {
                alarms.add(who + " was cut off from " + String.join(", ", listed.partitions()));
            }
        }
        return alarms;
    }

    private Stream<RabbitQueue> queues() {
        return queues.orElse(List.of()).stream();
    }

    private String nobody() {
        return answers.all().isEmpty()
                ? "there are no pods"
                : answers.all().stream()
                        .map(answer -> answer.pod().name() + " does not answer: " + answer.trouble())
                        .collect(Collectors.joining("; "));
    }

    private String tooManyClusters() {
        return answers.podsByCluster().entrySet().stream()
                .map(cluster -> cluster.getKey() + " (" + String.join(", ", cluster.getValue()) + ")")
                .collect(Collectors.joining(
                        " and ", "the pods answer as " + answers.podsByCluster().size() + " clusters: ", ""));
    }

    private Optional<String> pod(String node) {
        return roster.pods().stream()
                .map(Roster.Pod::set)
                .distinct()
                .flatMap(set -> Nodes.pod(roster.app().namespace(), set, node).stream())
                .findFirst();
    }
}
