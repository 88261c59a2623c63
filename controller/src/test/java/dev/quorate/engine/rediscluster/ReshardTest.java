package dev.quorate.engine.rediscluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.CallResult.Blocked;
import dev.quorate.engine.rediscluster.Reshard.Leftover;
import dev.quorate.engine.rediscluster.Reshard.Move;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReshardTest {

    private final SaidNodes said = new SaidNodes();

    @BeforeEach
    void fourShards() {
        said.nodes.put(0, "master - 0 0 1 connected 0-4095");
        said.nodes.put(2, "master - 0 0 2 connected 4096-8191");
        said.nodes.put(4, "master - 0 0 3 connected 8192-12287");
        said.nodes.put(6, "master - 0 0 4 connected 12288-16383");
        said.nodes.put(7, SaidNodes.slave(6));
    }

    @Test
    void aNewShardGetsAsMuchFromEachAndRowsOfIt() {
        said.nodes.put(0, "master - 0 0 1 connected 0-5460");
        said.nodes.put(2, "master - 0 0 2 connected 5461-10921");
        said.nodes.put(4, "master - 0 0 3 connected 10922-16383");
        said.nodes.put(6, "master - 0 0 0 connected");
        List<Move> moves = reshard().fill(shard(3));
        assertEquals(4096, moves.size());
        for (int from : List.of(0, 2, 4)) {
            Slots slots = Slots.of(
                    moves.stream().filter(move -> move.from().ordinal() == from).mapToInt(Move::slot));
            assertFalse(slots.toString().contains(" "), slots::toString);
            assertTrue(slots.size() == 1365 || slots.size() == 1366, slots::toString);
        }
    }

    @Test
    void aShardThatLeavesGivesToAllOthersAlikeAndRowsOfIt() {
        List<Move> moves = reshard().empty(shard(3));
        assertEquals(4096, moves.size());
        for (int to : List.of(0, 2, 4)) {
            Slots slots = Slots.of(
                    moves.stream().filter(move -> move.to().ordinal() == to).mapToInt(Move::slot));
            assertFalse(slots.toString().contains(" "), slots::toString);
            assertTrue(slots.size() == 1365 || slots.size() == 1366, slots::toString);
        }
    }

    @Test
    void aShardOfOneIsGivenNothing() {
        said.nodes.remove(7);
        said.nodes.put(6, "master - 0 0 0 connected");
        assertEquals(List.of(), reshard().fill(shard(3)));
    }

    @Test
    void anOpenSlotGoesOnToWhoImportsItWhateverTheSourceRemembers() {
        said.open.put(2, " [7-<-" + SaidNodes.id(0) + "]");
        assertEquals(List.of("7 from 0 to 2"), begun());
        said.open.put(0, " [7->-" + SaidNodes.id(2) + "]");
        assertEquals(List.of("7 from 0 to 2"), begun());
        assertEquals(List.of(), reshard().leftovers());
    }

    /** The source fell out, and its replica owns the slot: it does not know that the slot was on its way. */
    @Test
    void anOpenSlotGoesOnFromWhoOwnsItNow() {
        said.nodes.put(0, SaidNodes.slave(1));
        said.nodes.put(1, "master - 0 0 5 connected 0-4095");
        said.open.put(2, " [7-<-" + SaidNodes.id(0) + "]");
        assertEquals(List.of("7 from 1 to 2"), begun());
    }

    /** The target fell out, and some of the keys are with its replica. */
    @Test
    void anOpenSlotGoesOnToTheMasterOfTheShardThatItWasToGoTo() {
        said.nodes.put(2, SaidNodes.slave(3));
        said.nodes.put(3, "master - 0 0 5 connected 4096-8191");
        said.open.put(0, " [7->-" + SaidNodes.id(2) + "]");
        assertEquals(List.of("7 from 0 to 3"), begun());
    }

    @Test
    void whatIsLeftOfAMoveThatIsThroughIsCleared() {
        said.open.put(0, " [5000->-" + SaidNodes.id(2) + "]");
        said.open.put(2, " [5000-<-" + SaidNodes.id(0) + "]");
        assertEquals(List.of(), begun());
        assertEquals(
                List.of("5000 at 0", "5000 at 2"),
                reshard().leftovers().stream().map(ReshardTest::text).toList());
    }

    @Test
    void aSlotThatAFormerMasterHasKeptGoesToTheMaster() {
        said.nodes.put(6, "master - 0 0 4 connected 12289-16383");
        said.nodes.put(7, "master - 0 0 3 connected 12288");
        assertEquals(List.of("12288 from 7 to 6"), begun());
    }

    @Test
    void aSlotThatTwoImportIsAQuestionToAPerson() {
        said.open.put(2, " [7-<-" + SaidNodes.id(0) + "]");
        said.open.put(4, " [7-<-" + SaidNodes.id(0) + "]");
        assertEquals(
                Optional.of("slot 7 is on its way to store-2 and to store-4"),
                reshard().tangled());
    }

    @Test
    void nothingMovesWhileAMasterIsSilent() {
        said.silent.add(4);
        assertEquals(
                Optional.of("store-4 is a master and does not answer: nobody there"),
                reshard().hindrance());
        said.silent.clear();
        said.silent.add(5);
        assertEquals(Optional.empty(), reshard().hindrance());
    }

    /** OT-CONTAINER-KIT/redis-operator#1334. */
    @Test
    void whatDoesNotFitOnTheOthersStays() {
        said.memory.put(6, "used_memory:4000000\r\nused_memory_startup:1000000\r\nmaxmemory:0\r\n");
        said.memory.put(2, "used_memory:4000000\r\nused_memory_startup:1000000\r\nmaxmemory:5000000\r\n");
        assertEquals(Optional.empty(), new Space(said.topology()).refusal(shard(3)));
        said.memory.put(2, "used_memory:4000001\r\nused_memory_startup:1000000\r\nmaxmemory:5000000\r\n");
        CallResult refusal = new Space(said.topology()).refusal(shard(3)).orElseThrow();
        assertEquals(
                new Blocked(
                        "what store-6 holds does not fit: store-2 would get 1000000 bytes more, and has room for 999999"
                                + " (maxmemory)",
                        true),
                refusal);
    }

    private List<String> begun() {
        return reshard().begun().stream()
                .map(move -> move.slot() + " from " + move.from().ordinal() + " to "
                        + move.to().ordinal())
                .toList();
    }

    private static String text(Leftover left) {
        return left.slot() + " at " + left.at().ordinal();
    }

    private Reshard reshard() {
        return new Reshard(said.topology());
    }

    private Shard shard(int number) {
        return said.topology().shards().get(number);
    }
}
