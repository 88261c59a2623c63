package dev.quorate.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.schema.AppName;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedPod.Turned;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.ObservedState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoleLabelsTest {

    private static final AppName APP = new AppName("shop", "locks");

    private final FakeCluster cluster = new FakeCluster();
    private final RoleLabels labels = new RoleLabels(cluster);

    @BeforeEach
    void twoPodsAreThere() {
        List.of("locks-0", "locks-1").forEach(name -> {
            ObjectNode tree = JsonNodeFactory.instance.objectNode();
            tree.put("apiVersion", "v1").put("kind", "Pod");
            tree.putObject("metadata")
                    .put("namespace", "shop")
                    .put("name", name)
                    .put("uid", "uid-" + name);
            cluster.put(new Manifest(tree));
        });
    }

    @Test
    void theOldLeaderLosesItsLabelBeforeTheNewOneGetsIt() {
        labels.keep(observed("leader", "follower", member(0, MemberRole.FOLLOWER), member(1, MemberRole.LEADER)));
        assertEquals(List.of("locks-0 =", "locks-1 =", "locks-0 =follower", "locks-1 =leader"), changes());
    }

    @Test
    void aNewLabelWaitsUntilTheOldOneIsReallyGone() {
        cluster.failNext("locks-0 quorate.dev/role=", Reason.UNAVAILABLE);
        labels.keep(observed("leader", "follower", member(0, MemberRole.FOLLOWER), member(1, MemberRole.LEADER)));
        assertEquals(List.of("locks-1 ="), changes());
    }

    @Test
    void whatIsRightIsLeftAlone() {
        labels.keep(observed("leader", "follower", member(0, MemberRole.LEADER), member(1, MemberRole.FOLLOWER)));
        assertEquals(List.of(), changes());
    }

    @Test
    void doubtTakesTheLabelAway() {
        Member silent = member(0, MemberRole.LEADER).withHealth(Health.SILENT);
        labels.keep(observed("leader", "follower", silent, member(1, MemberRole.FOLLOWER)));
        assertEquals(List.of("locks-0 ="), changes());
    }

    @Test
    void aRoleForOneThatTwoClaimIsNobodys() {
        labels.keep(observed("leader", "follower", member(0, MemberRole.LEADER), member(1, MemberRole.LEADER)));
        assertEquals(List.of("locks-0 =", "locks-1 ="), changes());
    }

    private List<String> changes() {
        return cluster.writes().stream()
                .map(write -> write.replace("label Pod shop/", "").replace("quorate.dev/role", ""))
                .toList();
    }

    private static Member member(int ordinal, MemberRole role) {
        return new Member(
                "id" + ordinal,
                Optional.of("locks-" + ordinal),
                role,
                true,
                true,
                Health.HEALTHY,
                true,
                Optional.empty(),
                "");
    }

    private ObservedState observed(String role0, String role1, Member... members) {
        MembershipView view =
                new MembershipView(Completeness.COMPLETE, Optional.empty(), List.of(members), List.of(), List.of());
        ObservedSet set = new ObservedSet("locks", Optional.empty(), List.of(pod(0, role0), pod(1, role1)), List.of());
        return new ObservedState(
                APP, List.of(), Map.of("locks", set), Map.of(), List.of(), Map.of("etcd", view), AppMemory.BLANK);
    }

    private ObservedPod pod(int ordinal, String role) {
        String name = "locks-" + ordinal;
        String uid = cluster.read(new ObjectRef(Kind.POD, "shop", name))
                .orElseThrow()
                .uid();
        return new ObservedPod(
                name,
                ordinal,
                uid,
                "1",
                Instant.EPOCH,
                Instant.EPOCH,
                true,
                true,
                false,
                "r1",
                Optional.empty(),
                Optional.empty(),
                Optional.of(role),
                Optional.empty(),
                Turned.NOT_AWAY);
    }
}
