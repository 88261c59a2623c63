package dev.quorate.engine.zookeeper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.zookeeper.Addresses.Duty;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The list of members in the words of a real ZooKeeper 3.9.5. */
class ServerListTest {

    private static final String CONF = """
            clientPort=2181
            serverId=1
            initLimit=20
            peerType=0
            membership:
            server.1=registry-0.registry-headless.shop.svc:2888:3888:participant;0.0.0.0:2181
            server.12=registry-2.registry-headless.shop.svc:2888:3888:observer;0.0.0.0:2181
            server.2=registry-1.registry-headless.shop.svc:2888:3888:participant;0.0.0.0:2181
            version=100000006""";

    @Test
    void namesEachServerWithItsDuty() {
        ServerList list = ServerList.parse(CONF).orElseThrow();
        assertEquals(0x100000006L, list.version());
        assertEquals(
                List.of("1", "2", "12"),
                list.servers().stream().map(ServerList.Server::id).toList());
        assertEquals(2, list.voters());
        assertEquals(Duty.OBSERVER, list.byId("12").orElseThrow().duty());
        assertEquals(
                Optional.of("2"),
                list.byHost("registry-1.registry-headless.shop.svc").map(ServerList.Server::id));
    }

    @Test
    void whoServesNobodyNamesNobody() {
        assertEquals(Optional.empty(), ServerList.parse("This ZooKeeper instance is not currently serving requests\n"));
    }

    @Test
    void aNewMemberGetsAnIdThatNoOtherHas() {
        ServerList list = ServerList.parse(CONF).orElseThrow();
        Set<String> given = new HashSet<>();
        for (long change = 0; change < 300; change++) {
            ServerList now = new ServerList(0x100000000L + change, list.servers());
            String id = now.freshId();
            assertTrue(Integer.parseInt(id) >= 1 && Integer.parseInt(id) <= 254, id);
            assertTrue(list.byId(id).isEmpty(), id);
            given.add(id);
        }
        assertEquals(251, given.size(), "every id comes round but those of the members");
    }

    @Test
    void whoLeavesAndJoinsAgainIsSomebodyElse() {
        ServerList before = ServerList.parse(CONF).orElseThrow();
        ServerList after = new ServerList(before.version() + 2, before.servers());
        assertFalse(before.freshId().equals(after.freshId()));
    }
}
