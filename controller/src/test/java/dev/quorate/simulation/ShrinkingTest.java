package dev.quorate.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("simulation")
class ShrinkingTest {

    private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

    @Test
    void whatTheFailureNeedsIsLeft() {
        List<Integer> fewest = new Shrinking(left -> left.containsAll(List.of(7, 41, 99)), 1000).fewest(HUNDRED);
        assertEquals(List.of(7, 41, 99), fewest);
    }

    @Test
    void aFailureThatNeedsNothingIsShrunkToNothing() {
        assertEquals(List.of(), new Shrinking(left -> true, 1000).fewest(HUNDRED));
    }

    @Test
    void theTriesAreBounded() {
        List<List<Integer>> tries = new ArrayList<>();
        List<Integer> left = new Shrinking(tries::add, 3).fewest(HUNDRED);
        assertTrue(tries.size() <= 3 && left.size() < 100, () -> tries.size() + " tries left " + left);
    }

    /** One scale-in is all that a pod which goes before its member needs; the rest is noise. */
    @Test
    void aPlantedBugIsShrunkToTheCommitThatShowsIt() {
        Quiet.logs();
        Plant plant = PlantedBug.MEMBER_AFTER_ITS_POD.plant();
        Script script = noisy();
        Run.Failure failure = Run.of(script, plant).failure().orElseThrow();
        List<Integer> fewest = Shrinking.of(script, plant, failure.rule(), 100);
        assertEquals(List.of(3), fewest, () -> script.choices().toString());

        Run.Result shrunk = Run.of(script.only(fewest), plant, true);
        assertEquals(failure.rule(), shrunk.failure().orElseThrow().rule());
        for (String told : List.of("commit   locks 1", "members  ", "api      PATCH", "begin to remove locks-2")) {
            assertTrue(shrunk.timeline().contains(told), () -> told + " is not in\n" + shrunk.timeline());
        }
    }

    private static Script noisy() {
        return new Script(
                1,
                Mix.MIX,
                List.of(App.LOCKS),
                List.of(
                        choice(5, Deed.WRITE),
                        choice(12, Deed.REPLY_LOST),
                        choice(15, Deed.KILL_POD),
                        choice(40, Deed.SCALE),
                        choice(41, Deed.WRITE),
                        choice(42, Deed.GIT_DOWN),
                        choice(45, Deed.CRASH_CONTAINER)));
    }

    private static Choice choice(int second, Deed deed) {
        return new Choice(Duration.ofSeconds(second), deed, 0, 0);
    }
}
