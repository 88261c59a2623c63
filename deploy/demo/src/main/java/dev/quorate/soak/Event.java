package dev.quorate.soak;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** What happens in a round, one after the other. */
sealed interface Event {

    /** Somebody pushes a commit; what Git says of every app from then on. */
    record Push(List<Wanted> wanted) implements Event {
        public Push {
            wanted = List.copyOf(wanted);
        }

        String subject() {
            return wanted.stream().map(Wanted::toString).collect(Collectors.joining(", "));
        }
    }

    /**
     * A trouble at a moment that is aimed at the controller's work.
     *
     * @param writes how many more of the controller's writes are awaited; if none come, it is at rest and is not waited for
     * @param then how long after the last of them
     * @param lasts how long until it is put right, or by how much a clock is off
     */
    record Strike(Trouble trouble, int writes, Duration then, Duration lasts) implements Event {}
}
