package dev.quorate.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.Boundaries;
import dev.quorate.engine.Boundaries.Boundary;
import dev.quorate.state.AppMemory;
import dev.quorate.state.OperationRecord;
import dev.quorate.state.OperationRecord.Phase;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class UnfinishedTest {

    @Test
    void onlyWhatIsPastItsPointOfNoReturnMustBeFinished() {
        Set<String> must = new TreeSet<>();
        for (OperationRecord.Type type : OperationRecord.Type.values()) {
            for (Phase phase : Phase.values()) {
                if (found(type, phase, Boundaries.standard()).mustFinish()) {
                    must.add(type + " " + phase);
                }
            }
        }
        assertEquals(
                Set.of(
                        "ADOPT TAKING",
                        "RENEW TAKING",
                        "SCALE_IN LEAVING",
                        "SCALE_IN STOPPING",
                        "SCALE_OUT CANCELLING",
                        "REPLACE LEAVING"),
                must);
    }

    @Test
    void theTableOfTheEngineDecides() {
        Boundaries own = Boundaries.standard().with(OperationRecord.Type.SCALE_OUT, Phase.JOINING, Boundary.FINISH);
        assertTrue(found(OperationRecord.Type.SCALE_OUT, Phase.JOINING, own).mustFinish());
        assertFalse(found(OperationRecord.Type.SCALE_OUT, Phase.STARTING, own).mustFinish());
    }

    @Test
    void whatIsLeftIsSaidWithTheReasonWhyItIsSafe() {
        assertEquals(
                "SCALE_IN of web-1 is left in DRAINING: nothing irreversible has happened, so whoever leads next goes on or"
                        + " takes it back.",
                found(OperationRecord.Type.SCALE_IN, Phase.DRAINING, Boundaries.standard())
                        .sentence());
        assertEquals(
                "BOOTSTRAP of web-1 is left in STARTING: it may rest there, and whoever leads next goes on from its record.",
                found(OperationRecord.Type.BOOTSTRAP, Phase.STARTING, Boundaries.standard())
                        .sentence());
        assertEquals(
                "SCALE_IN of web-1 is left in STOPPING: its end did not come in time, but its record says how far it is, and"
                        + " whoever leads next ends it before anything else begins.",
                found(OperationRecord.Type.SCALE_IN, Phase.STOPPING, Boundaries.standard())
                        .sentence());
    }

    @Test
    void anAppAtRestLeavesNothing() {
        assertEquals(Optional.empty(), Unfinished.of(World.WEB, AppMemory.BLANK, Boundaries.standard()));
    }

    private static Unfinished found(OperationRecord.Type type, Phase phase, Boundaries table) {
        OperationRecord operation = new OperationRecord(
                1,
                type,
                "main",
                "web",
                1,
                phase,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "c1",
                Instant.EPOCH,
                0);
        return Unfinished.of(World.WEB, AppMemory.BLANK.begin(operation), table).orElseThrow();
    }
}
