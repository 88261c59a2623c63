package dev.quorate.simulation;

import dev.quorate.simulator.Simulator;
import dev.quorate.simulator.engine.rabbitmq.RabbitNetwork;
import dev.quorate.simulator.engine.redis.RedisNetwork;
import dev.quorate.state.MembershipView;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The members of all engines that run, as they really are. */
record Running(Simulator simulator) {

    private static final String RABBIT = "rabbitmq-";
    private static final String REDIS = "redis-";
    private static final String WATCHING = "sentinels";

    /** What the controller calls an operation that is open with a member. */
    private static final String MARK = "quorate.";

    /** One process. */
    record View(
            String pod,
            String clusterId,
            String memberId,
            boolean member,
            boolean learner,
            boolean leader,
            int voters) {}

    List<View> in(String namespace) {
        Stream<View> etcd = simulator.etcd().running(namespace).stream()
                .map(view -> new View(
                        view.pod(),
                        view.clusterId(),
                        view.memberId(),
                        view.member(),
                        view.learner(),
                        view.leader(),
                        view.voters()));
        Stream<View> zookeeper = simulator.zookeeper().running(namespace).stream()
                .filter(view -> !view.ensemble().isEmpty())
                .map(view -> new View(
                        view.pod(),
                        view.ensemble(),
                        view.id(),
                        view.member(),
                        view.member() && !view.votes() && !Followed.OBSERVERS.has(view.pod()),
                        view.leader(),
                        view.voters()));
        return Stream.of(etcd, zookeeper, rabbitmq(namespace), redis(namespace), sentinels(namespace))
                .flatMap(views -> views)
                .toList();
    }

    /** One that has not got its share yet is a learner; who speaks for those that serve together is for the rules their leader. */
    private Stream<View> rabbitmq(String namespace) {
        return simulator.rabbitmq().running(namespace).stream()
                .filter(RabbitNetwork.View::serving)
                .map(view -> new View(
                        view.pod(),
                        view.cluster(),
                        view.node(),
                        view.member(),
                        joining(view.cluster()).contains(view.node()),
                        view.speaks(),
                        voters(view.cluster()).size()));
    }

    private Stream<View> redis(String namespace) {
        return simulator.redis().running(namespace).stream()
                .filter(view -> !view.founding().isEmpty())
                .map(view -> new View(
                        view.pod(),
                        view.founding(),
                        view.pod().substring(view.pod().indexOf('/') + 1),
                        true,
                        !view.whole() || !view.linked(),
                        view.leader(),
                        view.listed()));
    }

    /** Nobody leads them; the first speaks for all. */
    private Stream<View> sentinels(String namespace) {
        List<RedisNetwork.SentinelView> all = simulator.redis().sentinels(namespace);
        return all.stream()
                .map(view -> new View(
                        view.pod(), WATCHING, view.id(), true, !view.counted(), view.equals(all.get(0)), view.known()));
    }

    private Set<String> joining(String cluster) {
        return simulator.rabbitmq().parameters(cluster).entrySet().stream()
                .filter(parameter -> parameter.getKey().startsWith(MARK)
                        && parameter.getValue().equals("\"joining\""))
                .map(parameter -> parameter.getKey().substring(MARK.length()))
                .collect(Collectors.toSet());
    }

    /** The replicated queues that this member's replica is needed for: without it most of them do not answer. */
    List<String> queuesThatNeed(String cluster, String member) {
        return simulator.rabbitmq().queues(cluster).stream()
                .filter(queue ->
                        !queue.type().equals("classic") && queue.members().size() > 1)
                .filter(queue -> queue.members().contains(member))
                .filter(queue -> queue.online().stream()
                                .filter(other -> !other.equals(member))
                                .count()
                        < MembershipView.majority(queue.members().size()))
                .map(RabbitNetwork.QueueView::name)
                .toList();
    }

    /** Whether each queue has a majority without the member of this pod; what one has lost only a person can give up. */
    boolean queuesSpare(String cluster, String pod) {
        return voters(cluster).stream()
                .filter(member -> member.contains("@" + pod + "."))
                .allMatch(member -> queuesThatNeed(cluster, member).isEmpty());
    }

    /** Acknowledged writes that the present leader does not have. */
    List<String> lostWrites(String cluster) {
        if (cluster.startsWith(RABBIT)) {
            return simulator.rabbitmq().lostMessages(cluster);
        }
        if (cluster.startsWith(REDIS)) {
            return simulator.redis().lostWrites(cluster);
        }
        if (cluster.equals(WATCHING)) {
            return List.of();
        }
        return ofEtcd(cluster)
                ? simulator.etcd().lostWrites(cluster)
                : simulator.zookeeper().lostWrites(cluster);
    }

    List<String> voters(String cluster) {
        if (cluster.startsWith(RABBIT)) {
            Set<String> joining = joining(cluster);
            return simulator.rabbitmq().members(cluster).stream()
                    .filter(node -> !joining.contains(node))
                    .toList();
        }
        if (cluster.startsWith(REDIS) || cluster.equals(WATCHING)) {
            return List.of();
        }
        return ofEtcd(cluster)
                ? simulator.etcd().voters(cluster)
                : simulator.zookeeper().voters(cluster);
    }

    /** etcd's ids are numbers. */
    private static boolean ofEtcd(String cluster) {
        return Character.isDigit(cluster.charAt(0));
    }
}
