package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.cluster.LeaseElector.Times;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseElectorTest {

    private final LeaseServer server = new LeaseServer();
    private final FakeClock clockOfA = new FakeClock();
    private final FakeClock clockOfB = new FakeClock();
    private final LeaseElector a = elector("a", clockOfA);
    private final LeaseElector b = elector("b", clockOfB);

    @Test
    void aLeaseOfAnyLengthHasKubernetesOwnProportions() {
        assertEquals(new Times(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2)), Times.DEFAULT);
        assertEquals(
                new Times(Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(4)),
                Times.of(Duration.ofSeconds(30)));
    }

    @Test
    void theFirstLeadsAndTheSecondWaits() {
        a.tick();
        b.tick();

        assertTrue(a.leading());
        assertFalse(b.leading());
        assertEquals("a/0", a.term());
    }

    @Test
    void aRenewalKeepsTheTerm() {
        a.tick();
        for (int i = 0; i < 20; i++) {
            pass(2);
            a.tick();
            b.tick();
        }

        assertTrue(a.leading());
        assertEquals("a/0", a.term());
        assertFalse(b.leading());
    }

    @Test
    void whoCannotRenewStopsBeforeAnotherMayStart() {
        a.tick();
        b.tick();
        for (int second = 1; second <= 30; second++) {
            pass(1);
            b.tick();
            assertFalse(a.leading() && b.leading(), "two lead after " + second + " s");
        }

        assertFalse(a.leading());
        assertTrue(b.leading());
        assertEquals("b/1", b.term());
    }

    @Test
    void clocksOfMachinesAreNotCompared() {
        clockOfB.set(Duration.ofHours(5));
        a.tick();
        b.tick();
        pass(2);
        b.tick();

        assertFalse(b.leading());
    }

    @Test
    void aFrozenProcessThatWakesKnowsAtOnce() {
        a.tick();

        clockOfA.advance(Duration.ofSeconds(10));

        assertFalse(a.leading());
    }

    @Test
    void aMachineThatSleptKnowsByTheWallClockAndOneWhoseWallClockWasSetBackByTheOther() {
        a.tick();
        clockOfA.set(Duration.ofSeconds(60));
        assertFalse(a.leading());

        a.tick();
        assertTrue(a.leading());
        clockOfA.set(Duration.ofHours(-1));
        clockOfA.advanceMonotonic(Duration.ofSeconds(10));
        assertFalse(a.leading());
    }

    @Test
    void aLeaseTakenAgainAfterALossIsAnotherTerm() {
        a.tick();
        String first = a.term();
        clockOfA.advance(Duration.ofSeconds(11));
        a.tick();

        assertTrue(a.leading());
        assertNotEquals(first, a.term());
    }

    @Test
    void aReleasedLeaseIsFreeAtOnce() throws ClusterException {
        a.tick();
        b.tick();
        a.release();
        assertFalse(a.leading());
        b.tick();

        assertTrue(b.leading());
    }

    @Test
    void aReleaseDoesNotTouchTheLeaseOfAnother() throws ClusterException {
        a.tick();
        b.tick();
        clockOfB.advance(Duration.ofSeconds(15));
        b.tick();
        a.release();
        b.tick();

        assertTrue(b.leading());
        assertEquals("b/1", b.term());
    }

    @Test
    void twoThatTakeAFreeLeaseAtOnceAreToldApart() throws ClusterException {
        a.tick();
        a.release();
        server.beforeNextWrite(b::tick);
        a.tick();

        assertTrue(b.leading());
        assertFalse(a.leading());
        assertTrue(a.trouble().isPresent());
    }

    @Test
    void aRenewalWithoutAnAnswerDoesNotLengthenTheTerm() {
        a.tick();
        pass(2);
        server.loseNextReply();
        a.tick();
        assertTrue(a.leading());
        pass(8);
        assertFalse(a.leading());
    }

    @Test
    void aLeaseThatWasTakenWithoutAnAnswerIsFoundAgain() {
        server.loseNextReply();
        a.tick();
        assertFalse(a.leading());
        a.tick();

        assertTrue(a.leading());
    }

    @Test
    void aLeaseThatSomebodyDeletesIsMadeAnew() {
        a.tick();
        server.delete();
        pass(2);
        a.tick();

        assertTrue(a.leading());
    }

    @Test
    void timesThatCouldLetTwoLeadAreRefused() {
        Duration ten = Duration.ofSeconds(10);
        assertThrows(IllegalArgumentException.class, () -> new Times(ten, ten, Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> new Times(Duration.ofSeconds(15), ten, ten));
    }

    private void pass(int seconds) {
        clockOfA.advance(Duration.ofSeconds(seconds));
        clockOfB.advance(Duration.ofSeconds(seconds));
    }

    private LeaseElector elector(String identity, FakeClock clock) {
        return new LeaseElector(server, "quorate", "quorate-lab", identity, Times.DEFAULT, clock, clock::nanos);
    }
}
