package dev.quorate.demo;

import dev.quorate.demo.Scene.Expectation;
import java.util.List;

/**
 * Something that goes wrong by itself, and what must come of it.
 *
 * @param sentence what happened
 * @param act lets it happen
 */
record Incident(String title, String sentence, Runnable act, List<Expectation> expectations) {

    Incident {
        expectations = List.copyOf(expectations);
    }
}
