package dev.quorate.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.engine.etcd.EtcdNetwork;
import dev.quorate.simulator.store.Key;
import dev.quorate.state.Kind;
import dev.quorate.state.MembershipView;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What must hold after every event, whatever went wrong before. */
final class Invariants {

    /** A rule is broken; an Error, since the loop survives every exception of a pass, and must not survive this. */
    static final class Broken extends Error {
        private static final long serialVersionUID = 1L;

        private final String rule;

        Broken(String rule) {
            super(rule);
            this.rule = rule;
        }

        String rule() {
            return rule;
        }
    }

    private final World world;
    private final Set<String> clusters = new HashSet<>();
    private int replicas = -1;

    Invariants(World world) {
        this.world = world;
    }

    void check() {
        List<EtcdNetwork.View> running = running();
        running.stream()
                .filter(EtcdNetwork.View::member)
                .map(EtcdNetwork.View::clusterId)
                .forEach(clusters::add);
        require(clusters.size() <= 1, "never a second cluster: there have been " + clusters);
        for (String cluster : clusters) {
            List<String> lost = world.simulator().etcd().lostWrites(cluster);
            require(lost.isEmpty(), "acknowledged writes survive: lost " + lost);
        }
        replicas = replicas();
    }

    /** What only our own calls can break, looked at just after each. */
    void afterOurCall(String what) {
        require(
                !(what.startsWith("DELETE") && what.contains("persistentvolumeclaims")),
                "no volume is deleted: " + what);
        Optional<EtcdNetwork.View> leader =
                running().stream().filter(EtcdNetwork.View::leader).findFirst();
        if (leader.isEmpty()) {
            return;
        }
        List<EtcdNetwork.View> voters = running().stream()
                .filter(view -> view.member() && !view.learner())
                .toList();
        boolean changesMembers = what.contains("/v3/cluster/member/");
        require(
                !changesMembers
                        || voters.size() >= MembershipView.majority(leader.get().voters()),
                "the healthy voters stay a majority: " + voters.size() + " of "
                        + leader.get().voters() + " after " + what);
        int now = replicas();
        if (now < replicas) {
            Set<String> gone = podsFrom(now);
            voters.stream()
                    .filter(view -> gone.contains(view.pod()))
                    .findFirst()
                    .ifPresent(view -> require(
                            false, "a member leaves before its pod: " + view.pod() + " still votes after " + what));
        }
        replicas = now;
    }

    private List<EtcdNetwork.View> running() {
        return world.simulator().etcd().running(Workload.NAMESPACE);
    }

    private int replicas() {
        Key key = new Key(world.kind(Kind.STATEFUL_SET), Workload.NAMESPACE, Workload.LOCKS);
        Optional<ObjectNode> set = world.simulator().store().get(key);
        return set.map(tree -> tree.at("/spec/replicas").asInt()).orElse(-1);
    }

    private static Set<String> podsFrom(int ordinal) {
        Set<String> pods = new HashSet<>();
        for (int i = ordinal; i < ordinal + 10; i++) {
            pods.add(Workload.NAMESPACE + "/" + Workload.LOCKS + "-" + i);
        }
        return pods;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new Broken(rule);
        }
    }
}
