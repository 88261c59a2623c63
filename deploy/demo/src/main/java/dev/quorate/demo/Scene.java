package dev.quorate.demo;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One pull request and what must come of it.
 *
 * @param edits what somebody changes in the working tree
 * @param app the app whose plan and steps are shown; all where it is absent
 * @param planCode what {@code quorate plan} must exit with for the change
 */
record Scene(
        String title,
        List<Edit> edits,
        String message,
        Optional<String> app,
        int planCode,
        List<Expectation> expectations) {

    Scene {
        edits = List.copyOf(edits);
        expectations = List.copyOf(expectations);
    }

    /** One place of one file. */
    record Edit(String path, String from, String to) {}

    /** Something that must be true in the end; it is waited for, a while. */
    record Expectation(String sentence, BooleanSupplier holds) {}
}
