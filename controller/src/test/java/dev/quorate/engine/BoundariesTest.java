package dev.quorate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.quorate.engine.Boundaries.Boundary;
import dev.quorate.state.OperationRecord;
import dev.quorate.state.OperationRecord.Phase;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundariesTest {

    @ParameterizedTest
    @CsvSource({
        "SCALE_OUT,JOINING,CANCEL",
        "SCALE_OUT,STARTING,CANCEL",
        "SCALE_IN,DRAINING,CANCEL",
        "SCALE_IN,LEAVING,FINISH",
        "SCALE_IN,STOPPING,FINISH",
        "REPLACE,LEAVING,FINISH"
    })
    void whatMayHaveHappenedIsFinishedAndWhatCannotHaveHappenedIsTakenBack(
            OperationRecord.Type type, Phase phase, Boundary boundary) {
        assertEquals(Optional.of(boundary), Boundaries.standard().at(record(type, phase)));
    }

    @Test
    void aPhaseThatATypeNeverHasIsNoCell() {
        assertEquals(Optional.empty(), Boundaries.standard().at(record(OperationRecord.Type.SCALE_OUT, Phase.LEAVING)));
    }

    private static OperationRecord record(OperationRecord.Type type, Phase phase) {
        return new OperationRecord(
                1,
                type,
                "",
                "locks",
                3,
                phase,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "c",
                Instant.EPOCH,
                0);
    }
}
