package dev.quorate.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is about to go wrong for the controller: at one of its next writes, or as long as something lasts. */
final class Faults {

    private static final int WRITES_AHEAD = 12;

    /** Strikes when that many more writes have begun. */
    private record Armed(Choice choice, int strikesAt) {}

    private final InstantSource clock;
    private final Timeline timeline;
    private final List<Armed> armed = new ArrayList<>();
    private final Map<String, Instant> lasting = new HashMap<>();
    private int writes;

    Faults(InstantSource clock, Timeline timeline) {
        this.clock = clock;
        this.timeline = timeline;
    }

    /** Passes come in bursts of calls: counted in writes, the middle of a burst is struck as often as its beginning. */
    void arm(Choice choice) {
        armed.add(new Armed(choice, writes + 1 + choice.which(WRITES_AHEAD)));
    }

    void last(String what, Duration span) {
        lasting.merge(what, clock.instant().plus(span), (one, other) -> one.isAfter(other) ? one : other);
        timeline.add("fault", () -> what + " for " + span.toMillis() / 1000.0 + " s");
    }

    boolean lasts(String what) {
        return !lasting.isEmpty() && lasting.getOrDefault(what, Instant.MIN).isAfter(clock.instant());
    }

    boolean mayFreeze() {
        return armed.stream().anyMatch(one -> one.choice().deed() == Deed.FREEZE);
    }

    /** A write begins: what strikes it, if anything. */
    Optional<Choice> atWrite(String what) {
        writes++;
        if (armed.isEmpty()) {
            return Optional.empty();
        }
        Optional<Armed> due =
                armed.stream().filter(one -> one.strikesAt() <= writes).findFirst();
        due.ifPresent(one -> {
            armed.remove(one);
            timeline.add("fault", () -> one.choice().deed().words() + ": " + what);
        });
        return due.map(Armed::choice);
    }

    void end() {
        armed.clear();
        lasting.clear();
    }
}
