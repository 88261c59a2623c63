package dev.quorate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.plan.Decision;
import dev.quorate.plan.Guard;
import dev.quorate.plan.Refusal;
import dev.quorate.plan.Step;
import dev.quorate.report.RolloutLog.Asked;
import dev.quorate.report.RolloutLog.Patience;
import dev.quorate.schema.AppName;
import dev.quorate.schema.RolloutRecord;
import dev.quorate.schema.RolloutRecord.Outcome;
import dev.quorate.schema.Source;
import dev.quorate.state.AppMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutLogTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Decision DO = new Decision.Do(new Step.Remember(AppMemory.BLANK, "go", false));
    private static final Decision SETTLED = new Decision.Settled();
    private static final Decision WAIT = new Decision.Wait("a pod starts");
    private static final Patience PATIENCE = new Patience(Duration.ofMinutes(10), Duration.ofSeconds(5));

    private final List<RolloutRecord> ended = new ArrayList<>();
    private RolloutLog log = RolloutLog.EMPTY;
    private Instant now = START;

    @Test
    void aRolloutBeginsWithItsFirstStepAndEndsAtRest() {
        turn("c1", WAIT);
        assertEquals(Optional.empty(), log.running());
        step("c1", "create the set", true);
        assertTrue(log.running().isPresent());
        turn("c1", WAIT);
        turn("c1", SETTLED);
        assertEquals(List.of(Outcome.SUCCEEDED), outcomes());
        assertEquals("c1", log.reached().orElseThrow().commit());
        assertEquals(1, ended.get(0).steps().size());
    }

    @Test
    void aCommitThatAsksForNothingNewIsReachedWithoutARollout() {
        turn("c1", SETTLED);
        assertEquals(List.of(), ended);
        assertEquals("c1", log.reached().orElseThrow().commit());
    }

    @Test
    void aNewerCommitSupersedesTheRolloutThatRuns() {
        step("c1", "add locks-3", true);
        step("c2", "take locks-3 back", true);
        turn("c2", SETTLED);
        assertEquals(List.of(Outcome.SUPERSEDED, Outcome.SUCCEEDED), outcomes());
        assertEquals("c1", ended.get(0).source().commit());
    }

    @Test
    void aStepThatGoesOnOverSeveralPassesIsOneRowAndOneThatWasGivenUpIsNone() {
        step("c1", "promote locks-3", false);
        step("c1", "promote locks-3", false);
        step("c1", "promote locks-3", true);
        step("c1", "move the leader", false);
        step("c1", "remove locks-0", true);
        turn("c1", SETTLED);
        assertEquals(
                List.of("promote locks-3", "remove locks-0"),
                ended.get(0).steps().stream().map(RolloutRecord.Step::text).toList());
        assertEquals(START, ended.get(0).steps().get(0).startedAt());
    }

    @Test
    void aRefusalThatStandsIsRecordedOnceAndAnotherIsRecordedAgain() {
        refuse("c2", "5 is not legal");
        assertEquals(List.of(), ended);
        now = now.plusSeconds(5);
        refuse("c2", "5 is not legal");
        refuse("c2", "5 is not legal");
        now = now.plusSeconds(60);
        refuse("c2", "5 is not legal");
        assertEquals(List.of(Outcome.REFUSED), outcomes());
        refuse("c2", "6 is not legal");
        now = now.plusSeconds(5);
        refuse("c2", "6 is not legal");
        assertEquals(2, ended.size());
    }

    @Test
    void aDeadlineThatPassesIsAFailureAndNoRefusal() {
        step("c1", "restart web-2", true);
        Decision late = new Decision.Refuse(new Refusal(Guard.PROGRESS_DEADLINE, "web-2 is not Ready.", true));
        turn("c1", late);
        now = now.plusSeconds(5);
        turn("c1", late);
        assertEquals(List.of(Outcome.FAILED), outcomes());
        assertEquals("web-2 is not Ready.", ended.get(0).refusals().get(0).sentence());
    }

    @Test
    void aRefusalThatPassesBySecondsEndsNothing() {
        step("c1", "add locks-3", true);
        refuse("c1", "no quorum");
        now = now.plusSeconds(4);
        turn("c1", WAIT);
        now = now.plusSeconds(4);
        refuse("c1", "no quorum");
        turn("c1", SETTLED);
        assertEquals(List.of(Outcome.SUCCEEDED), outcomes());
    }

    @Test
    void aRolloutThatStandsStillFailsOnceAndBeginsAgainWithTheNextStepThatIsDone() {
        step("c1", "add locks-3", true);
        now = now.plus(Duration.ofMinutes(11));
        turn("c1", WAIT);
        step("c1", "promote locks-3", false);
        assertEquals(List.of(Outcome.FAILED), outcomes());
        assertEquals(Optional.empty(), log.running());
        step("c1", "promote locks-3", true);
        turn("c1", SETTLED);
        assertEquals(List.of(Outcome.FAILED, Outcome.SUCCEEDED), outcomes());
    }

    @Test
    void twoRolloutsOfOneCommitInOneSecondHaveTwoNames() {
        step("c1", "create the set", true);
        turn("c1", SETTLED);
        step("c1", "create the Service again", true);
        turn("c1", SETTLED);
        assertNotEquals(ended.get(0).id(), ended.get(1).id());
    }

    @Test
    void aFileThatCannotBeUsedIsRecordedOnceBesideTheRolloutThatRuns() {
        step("c1", "add locks-3", true);
        file("c2");
        file("c2");
        turn("c1", SETTLED);
        file("c2");
        file("c3");
        assertEquals(List.of(Outcome.REFUSED, Outcome.SUCCEEDED, Outcome.REFUSED), outcomes());
    }

    private void file(String commit) {
        accept(log.refused(asked(commit), List.of(refusal("line 3 is wrong")), now));
    }

    private void step(String commit, String text, boolean finished) {
        Taken taken = new Taken(text, now, now, finished, Optional.empty());
        accept(log.next(asked(commit), DO, List.of(taken), now, PATIENCE));
    }

    private void turn(String commit, Decision decision) {
        accept(log.next(asked(commit), decision, List.of(), now, PATIENCE));
    }

    private void refuse(String commit, String why) {
        turn(commit, new Decision.Refuse(List.of(refusal(why))));
    }

    private void accept(RolloutLog.Next next) {
        log = next.log();
        ended.addAll(next.ended());
    }

    private List<Outcome> outcomes() {
        return ended.stream().map(RolloutRecord::outcome).toList();
    }

    private static Refusal refusal(String why) {
        return new Refusal(Guard.INVALID_SPEC, why, true);
    }

    private static Asked asked(String commit) {
        Source source = new Source(commit, "ann", "Change", START, "a.yaml");
        return new Asked(
                new AppName("shop", "locks"), "east", source, "hash of " + commit, "3 members", "5 members", List.of());
    }
}
