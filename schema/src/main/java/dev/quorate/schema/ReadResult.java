package dev.quorate.schema;

import java.util.List;

/** What reading one file gave: apps, nothing of ours, or problems. */
public sealed interface ReadResult {
    /** Every document of our kind in the file is valid; in the order of the file, never empty. */
    record Apps(List<StatefulApp> apps) implements ReadResult {
        public Apps {
            apps = List.copyOf(apps);
        }
    }

    /** The file holds no document of our kind; it is left alone. */
    record NotOurs() implements ReadResult {}

    /**
     * At least one document of our kind is wrong, so nothing of the file is used.
     *
     * @param problems all of them, in reading order, never empty
     * @param names the apps whose names could still be read: they are unreadable, which is not the same as gone
     */
    record Invalid(List<Problem> problems, List<AppName> names) implements ReadResult {
        public Invalid {
            problems = problems.stream().sorted(Problem.ORDER).toList();
            names = List.copyOf(names);
        }
    }
}
