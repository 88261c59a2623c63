package dev.quorate.bench;

import dev.quorate.bench.ControllerProcess.Reading;
import java.time.Duration;
import java.util.Optional;

/**
 * What one change took.
 *
 * @param seconds from the look at the branch that found the push, or from the drift, to the last write
 * @param fromPush the same from the push itself
 * @param firstWrite from the look to the first write to a StatefulSet
 * @param written what the controller had used when the last write was seen
 * @param settled what it had used when all was at rest and reported
 * @param atRest from the look until all was at rest and reported
 * @param floor what the same writes take a bare client
 */
record Figures(
        Duration seconds,
        Optional<Duration> fromPush,
        Duration firstWrite,
        Reading written,
        Reading settled,
        Duration atRest,
        Optional<Floor.Figures> floor) {

    Figures beside(Floor.Figures bare) {
        return new Figures(seconds, fromPush, firstWrite, written, settled, atRest, Optional.of(bare));
    }

    /** How many times as long as the bare client. */
    Optional<Double> ratio() {
        return floor.map(bare -> (double) seconds.toNanos() / bare.time().toNanos());
    }
}
