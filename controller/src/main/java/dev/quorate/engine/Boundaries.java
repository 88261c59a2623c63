package dev.quorate.engine;

import dev.quorate.state.OperationRecord;
import dev.quorate.state.OperationRecord.Phase;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of a running operation that nobody wants any more, by type and phase. One table for all who may interrupt:
 * a newer commit, a revert, a stopping controller, and whoever finds the record after a crash.
 */
public final class Boundaries {

    public enum Boundary {
        /** Nothing irreversible has happened: it is taken back. */
        CANCEL,
        /** It goes on to its end, and what is wanted instead begins after it. */
        FINISH,
        /** It may rest here for as long as it must: going on and taking back are both safe later. */
        HOLD
    }

    private record Cell(OperationRecord.Type type, Phase phase) {}

    private static final Boundaries STANDARD = new Boundaries(Map.ofEntries(
            Map.entry(new Cell(OperationRecord.Type.BOOTSTRAP, Phase.STARTING), Boundary.HOLD),
            Map.entry(new Cell(OperationRecord.Type.SCALE_OUT, Phase.JOINING), Boundary.CANCEL),
            Map.entry(new Cell(OperationRecord.Type.SCALE_OUT, Phase.STARTING), Boundary.CANCEL),
            Map.entry(new Cell(OperationRecord.Type.SCALE_OUT, Phase.CANCELLING), Boundary.FINISH),
            Map.entry(new Cell(OperationRecord.Type.SCALE_IN, Phase.DRAINING), Boundary.CANCEL),
            Map.entry(new Cell(OperationRecord.Type.SCALE_IN, Phase.LEAVING), Boundary.FINISH),
            Map.entry(new Cell(OperationRecord.Type.SCALE_IN, Phase.STOPPING), Boundary.FINISH),
            Map.entry(new Cell(OperationRecord.Type.REPLACE, Phase.LEAVING), Boundary.FINISH),
            Map.entry(new Cell(OperationRecord.Type.REPLACE, Phase.JOINING), Boundary.HOLD),
            Map.entry(new Cell(OperationRecord.Type.REPLACE, Phase.STARTING), Boundary.HOLD),
            Map.entry(new Cell(OperationRecord.Type.ADOPT, Phase.TAKING), Boundary.FINISH),
            Map.entry(new Cell(OperationRecord.Type.RENEW, Phase.TAKING), Boundary.FINISH)));

    private final Map<Cell, Boundary> table;

    private Boundaries(Map<Cell, Boundary> table) {
        this.table = Map.copyOf(table);
    }

    /**
     * The table of engines whose members are announced and removed by a survivor. A joiner can be taken back until it is a
     * full member, which the engine decides and not the phase: a joiner found with a vote is finished.
     */
    public static Boundaries standard() {
        return STANDARD;
    }

    /** This table with one cell changed, for an engine that differs there. */
    public Boundaries with(OperationRecord.Type type, Phase phase, Boundary boundary) {
        Map<Cell, Boundary> changed = new HashMap<>(table);
        changed.put(new Cell(type, phase), boundary);
        return new Boundaries(changed);
    }

    /** Empty for a phase that operations of this type never are in. */
    public Optional<Boundary> at(OperationRecord record) {
        return Optional.ofNullable(table.get(new Cell(record.type(), record.phase())));
    }
}
