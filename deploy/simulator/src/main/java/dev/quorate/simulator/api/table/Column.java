package dev.quorate.simulator.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One column of a table.
 *
 * @param priority 0 is always shown, 1 only with -o wide
 */
public record Column(String name, String type, String format, int priority, Cell cell) {

    /** Reads a cell out of an object. */
    public interface Cell {
        JsonNode of(ObjectNode object, Instant now);
    }

    static Column name(Cell cell) {
        return new Column("Name", "string", "name", 0, cell);
    }

    static Column text(String name, Cell cell) {
        return new Column(name, "string", "", 0, cell);
    }

    static Column wide(String name, Cell cell) {
        return new Column(name, "string", "", 1, cell);
    }

    static Column integer(String name, Cell cell) {
        return new Column(name, "integer", "", 0, cell);
    }
}
