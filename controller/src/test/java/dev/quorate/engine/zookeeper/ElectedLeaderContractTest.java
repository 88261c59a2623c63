package dev.quorate.engine.zookeeper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.MemberAction.Leave;
import dev.quorate.engine.MembershipContractTest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What ZooKeeper's client keeps beside the contract: no command moves the leadership, so the leader leaves like others. */
abstract class ElectedLeaderContractTest extends MembershipContractTest {

    @Override
    protected void moveLeadership(int from, int to) {
        // The others elect one when the leader leaves.
    }

    @Override
    protected int votersSeenWithoutAMajority(int voters) {
        return 0;
    }

    @Test
    void theLeaderLeavesAndTheOthersElectAnother() {
        found(3);
        assertTrue(cluster.write("before", "kept"));
        int leader = leader();
        String leaving = member(leader).id();
        perform(new Leave(cluster.pod(leader), leaving));
        stopRemoved(leader);
        cluster.await(
                "the others have a leader",
                () -> observe().leader().isPresent() && observe().healthyVoters() == 2);
        assertEquals(2, observe().voters());
        assertEquals(Optional.empty(), observe().byId(leaving));
        assertTrue(cluster.write("after", "served by the others"));
        assertEquals(Optional.of("kept"), cluster.readFrom((leader + 1) % 3, "before"));
    }
}
