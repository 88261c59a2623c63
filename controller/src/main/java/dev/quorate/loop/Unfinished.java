package dev.quorate.loop;

import dev.quorate.engine.Boundaries;
import dev.quorate.engine.Boundaries.Boundary;
import dev.quorate.schema.AppName;
import dev.quorate.state.AppMemory;
import dev.quorate.state.OperationRecord;
import java.util.Optional;

/** An operation that a stopping controller finds under way, and what the table of its engine says about leaving it there. */
record Unfinished(AppName app, OperationRecord operation, Boundary boundary) {

    /** Empty for an app that nothing is under way in. A phase that the table does not know is left as it is. */
    static Optional<Unfinished> of(AppName app, AppMemory memory, Boundaries table) {
        return memory.operation()
                .map(operation ->
                        new Unfinished(app, operation, table.at(operation).orElse(Boundary.HOLD)));
    }

    boolean mustFinish() {
        return boundary == Boundary.FINISH;
    }

    /** What is left, and why nothing is lost by it. */
    String sentence() {
        return operation.type() + " of " + operation.pod() + " is left in " + operation.phase() + ": " + whySafe();
    }

    private String whySafe() {
        return switch (boundary) {
            case CANCEL -> "nothing irreversible has happened, so whoever leads next goes on or takes it back.";
            case HOLD -> "it may rest there, and whoever leads next goes on from its record.";
            case FINISH ->
                "its end did not come in time, but its record says how far it is, and whoever leads next ends it"
                        + " before anything else begins.";
        };
    }
}
