package dev.quorate.simulation;

import dev.quorate.simulator.Simulator;
import dev.quorate.simulator.engine.rabbitmq.RabbitNetwork;
import dev.quorate.simulator.engine.redis.RedisNetwork;
import dev.quorate.simulator.engine.rediscluster.RedisClusterNetwork;
import dev.quorate.state.MembershipView;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The members of all engines that run, as they really are. */
record Running(Simulator simulator) {

    private static final String RABBIT = "rabbitmq-";
    private static final String REDIS = "redis-";
    private static final String SHARDS = "shards-";
    private static final int SLOTS = 16384;
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
        return Stream.of(
                        etcd, zookeeper, rabbitmq(namespace), redis(namespace), shards(namespace), sentinels(namespace))
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

    /** Who comes second to a shard that has no slots yet learns; the one that most know speaks for all. */
    private Stream<View> shards(String namespace) {
        List<RedisClusterNetwork.View> all = simulator.redisCluster().running(namespace).stream()
                .filter(view -> !view.cluster().isEmpty())
                .toList();
        Optional<RedisClusterNetwork.View> speaks =
                all.stream().max(Comparator.comparingInt(RedisClusterNetwork.View::listedBy));
        return all.stream()
                .map(view -> new View(
                        view.pod(),
                        SHARDS + view.cluster(),
                        view.id(),
                        view.listedBy() > 1,
                        !view.linked() || (share(view, all) == 0 && (!view.master().isEmpty() || second(view.pod()))),
                        speaks.equals(Optional.of(view)),
                        view.known()));
    }

    private static boolean second(String pod) {
        return Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1)) % 2 == 1;
    }

    private static int share(RedisClusterNetwork.View view, List<RedisClusterNetwork.View> all) {
        return all.stream()
                .filter(other -> other.id().equals(view.master().isEmpty() ? view.id() : view.master()))
                .mapToInt(RedisClusterNetwork.View::slots)
                .sum();
    }

    /** Why its slots are not at rest; empty when each has one owner and none is on its way. */
    Optional<String> slotsOpen(String app) {
        List<RedisClusterNetwork.View> all = simulator.redisCluster().running(Workload.NAMESPACE).stream()
                .filter(view -> view.pod().matches(Workload.NAMESPACE + "/" + app + "-\\d+"))
                .toList();
        int open = all.stream().mapToInt(RedisClusterNetwork.View::open).sum();
        int owned = all.stream().mapToInt(RedisClusterNetwork.View::slots).sum();
        return open == 0 && owned == SLOTS
                ? Optional.empty()
                : Optional.of("of " + app + " " + owned + " slots have an owner, and " + open + " are open");
    }

    /** What nobody would have without this pod: slots of a master, or all that a replica of it could give back. */
    List<String> slotsThatNeed(String pod) {
        List<RedisClusterNetwork.View> all = simulator.redisCluster().running(pod.substring(0, pod.indexOf('/')));
        return all.stream()
                .filter(view -> view.pod().equals(pod) && view.slots() > 0)
                .map(view -> view.slots() + " slots of " + pod)
                .toList();
    }

    /** Whether the other of its shard has everything. */
    private boolean shardSpares(String pod) {
        List<RedisClusterNetwork.View> all = simulator.redisCluster().running(Workload.NAMESPACE);
        return all.stream()
                .filter(view -> view.pod().equals(Workload.NAMESPACE + "/" + pod))
                .allMatch(view -> share(view, all) == 0
                        || all.stream()
                                .anyMatch(other -> other.well()
                                        && other.linked()
                                        && (other.master().equals(view.id())
                                                || other.id().equals(view.master()))));
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

    /** Whether all data is there without the member of this pod, each queue with a majority; what one has lost only a person can give up. */
    boolean spares(String cluster, String pod) {
        if (cluster.startsWith(SHARDS)) {
            return shardSpares(pod);
        }
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
        if (cluster.startsWith(SHARDS)) {
            return simulator.redisCluster().lostWrites(cluster.substring(SHARDS.length()));
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
        if (cluster.startsWith(SHARDS)) {
            return shards(Workload.NAMESPACE)
                    .filter(view -> view.member() && !view.learner())
                    .map(View::memberId)
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
