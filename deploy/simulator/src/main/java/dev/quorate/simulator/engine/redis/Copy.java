package dev.quorate.simulator.engine.redis;

import java.util.ArrayList;
import java.util.List;

/**
 * What is on the volume of a Redis.
 *
 * @param founding whose data it is; empty before there was any
 * @param keys in the order in which they were written
 * @param whole the incarnation that once had all data here; empty for none
 */
record Copy(String founding, List<String> keys, String whole) {

    static final String PATH = "current/data";
    static final Copy BLANK = new Copy("", List.of(), "");

    Copy {
        keys = List.copyOf(keys);
    }

    Copy with(String key) {
        List<String> more = new ArrayList<>(keys);
        more.add(key);
        return new Copy(founding, more, whole);
    }

    Copy holding(Copy other) {
        return new Copy(other.founding, other.keys, whole);
    }

    Copy whole(String incarnation) {
        return new Copy(founding, keys, incarnation);
    }
}
