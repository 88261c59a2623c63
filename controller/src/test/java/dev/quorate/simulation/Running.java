package dev.quorate.simulation;

import dev.quorate.simulator.Simulator;
import java.util.List;
import java.util.stream.Stream;

/** The members of all engines that run, as they really are. */
record Running(Simulator simulator) {

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
        return Stream.concat(etcd, zookeeper).toList();
    }

    /** Acknowledged writes that the present leader does not have. */
    List<String> lostWrites(String cluster) {
        return ofEtcd(cluster)
                ? simulator.etcd().lostWrites(cluster)
                : simulator.zookeeper().lostWrites(cluster);
    }

    List<String> voters(String cluster) {
        return ofEtcd(cluster)
                ? simulator.etcd().voters(cluster)
                : simulator.zookeeper().voters(cluster);
    }

    /** etcd's ids are numbers. */
    private static boolean ofEtcd(String cluster) {
        return Character.isDigit(cluster.charAt(0));
    }
}
