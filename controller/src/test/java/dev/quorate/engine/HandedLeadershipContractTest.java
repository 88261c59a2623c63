package dev.quorate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.MemberAction.Leave;
import dev.quorate.engine.MemberAction.Switchover;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What clients of engines keep beside that, whose leadership is moved by a command. */
public abstract class HandedLeadershipContractTest extends MembershipContractTest {

    @Test
    void theLeaderDoesNotLeaveBeforeTheLeadershipMoved() {
        found(3);
        assertTrue(cluster.write("before", "kept"));
        int leader = leader();
        int successor = (leader + 1) % 3;
        String leaving = member(leader).id();
        CallResult tooEarly = membership.perform(new Leave(cluster.pod(leader), leaving), roster());
        assertInstanceOf(CallResult.Blocked.class, tooEarly, tooEarly::toString);
        assertEquals(3, observe().voters());
        perform(new Switchover(leaving, member(successor).id()));
        assertEquals(member(successor).id(), observe().leader().orElseThrow().id());
        perform(new Switchover(leaving, member(successor).id()));
        perform(new Leave(cluster.pod(leader), leaving));
        stopRemoved(leader);
        assertEquals(2, observe().voters());
        assertEquals(Optional.empty(), observe().byId(leaving));
        assertTrue(cluster.write("after", "served by the others"));
        assertEquals(Optional.of("kept"), cluster.readFrom(successor, "before"));
    }
}
