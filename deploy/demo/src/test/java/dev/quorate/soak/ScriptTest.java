package dev.quorate.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.soak.Event.Push;
import dev.quorate.soak.Event.Strike;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ScriptTest {
    private static final int ROUNDS = 300;

    @Test
    void oneSeedDrawsTheSameRounds() {
        assertEquals(rounds(7), rounds(7));
        assertNotEquals(rounds(7), rounds(8));
    }

    @Test
    void everyRoundBeginsWithACommitAndKills() {
        for (List<Event> round : rounds(1)) {
            assertTrue(round.get(0) instanceof Push, round::toString);
            assertTrue(kills(round) >= 2, round::toString);
        }
    }

    @Test
    void noMoreKillsThanAllowed() {
        Script script = new Script(1);
        IntStream.range(0, ROUNDS).forEach(round -> assertEquals(1, kills(script.round(1))));
    }

    @Test
    void everyTroubleComes() {
        Set<Trouble> seen = EnumSet.noneOf(Trouble.class);
        rounds(1).forEach(round -> strikes(round).forEach(strike -> seen.add(strike.trouble())));
        assertEquals(EnumSet.allOf(Trouble.class), seen);
    }

    /** What was last good is then known: what the round before ended with. */
    @Test
    void aCommitThatIsRefusedIsTheOnlyOneOfItsRoundAndLeavesWhatWasGood() {
        Script script = new Script(1);
        int refused = 0;
        int overtaken = 0;
        for (int i = 0; i < ROUNDS; i++) {
            List<Wanted> before = script.wanted();
            List<Push> pushes = pushes(script.round(5));
            overtaken += pushes.size() - 1;
            for (Wanted wanted : pushes.get(0).wanted()) {
                if (wanted.refused().isPresent()) {
                    refused++;
                    assertEquals(1, pushes.size());
                    assertTrue(before.contains(Wanted.good(wanted.app(), wanted.replicas())), pushes::toString);
                }
            }
        }
        assertTrue(refused > ROUNDS / 20, "so few are refused: " + refused);
        assertTrue(overtaken > ROUNDS / 10, "so few are overtaken: " + overtaken);
    }

    @Test
    void onlySizesThatAreLegalAreWanted() {
        rounds(3).stream()
                .flatMap(round -> pushes(round).stream())
                .flatMap(push -> push.wanted().stream())
                .forEach(wanted -> assertTrue(wanted.app().sizes().contains(wanted.replicas()), wanted::toString));
    }

    private static List<List<Event>> rounds(long seed) {
        Script script = new Script(seed);
        return IntStream.range(0, ROUNDS).mapToObj(round -> script.round(5)).toList();
    }

    private static long kills(List<Event> round) {
        return strikes(round).stream()
                .filter(strike -> strike.trouble() == Trouble.KILL)
                .count();
    }

    private static List<Strike> strikes(List<Event> round) {
        return round.stream()
                .filter(Strike.class::isInstance)
                .map(Strike.class::cast)
                .toList();
    }

    private static List<Push> pushes(List<Event> round) {
        return round.stream()
                .filter(Push.class::isInstance)
                .map(Push.class::cast)
                .toList();
    }
}
