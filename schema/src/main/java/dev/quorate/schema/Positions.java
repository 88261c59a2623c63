package dev.quorate.schema;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where the keys and values of one document stand in its text, by JSON pointer. */
final class Positions {
    /** A place in the text; line and column begin at 1, and 0 means unknown. */
    record Position(int line, int column) {
        static final Position UNKNOWN = new Position(0, 0);
    }

    private final Map<String, Position> keys = new HashMap<>();
    private final Map<String, Position> values = new HashMap<>();

    void key(String pointer, Position position) {
        keys.put(pointer, position);
    }

    void value(String pointer, Position position) {
        values.put(pointer, position);
    }

    /** Where the key stands; an item of a list and the whole document have none, so their value stands in. */
    Position ofKey(String pointer) {
        return nearest(pointer, keys, values);
    }

    Position ofValue(String pointer) {
        return nearest(pointer, values, keys);
    }

    /** A value that is not there is looked for where it would be: at the key of what is around it. */
    private Position nearest(String pointer, Map<String, Position> first, Map<String, Position> second) {
        return Optional.ofNullable(first.get(pointer))
                .or(() -> Optional.ofNullable(second.get(pointer)))
                .orElseGet(() -> pointer.isEmpty() ? Position.UNKNOWN : ofKey(Pointers.parent(pointer)));
    }
}
