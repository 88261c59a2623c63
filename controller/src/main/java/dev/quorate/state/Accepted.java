package dev.quorate.state;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How large an autoscaled component is to be, as the last request that was accepted says. Git holds the bounds; this number is
 * kept nowhere else.
 *
 * @param before the number that held before this one: a change that fails goes back there
 * @param reached when live came to be so many; empty on the way there
 * @param written what the file said of {@code replicas} when it was seen last: a commit that changes it counts once {@code
 *     autoscale} is gone
 * @param wish what is asked for beyond this number, and since when without a break
 * @param failures changes that failed in a row
 * @param commit whose spec those failed under
 */
public record Accepted(
        String component,
        int count,
        int before,
        Optional<Instant> reached,
        OptionalInt written,
        Optional<Wish> wish,
        int failures,
        String commit) {

    /** What is asked for, seen from the accepted number. */
    public record Wish(Direction direction, Instant since) {}

    public enum Direction {
        MORE,
        FEWER,
        /** More than Git allows, and as many as it allows are accepted. */
        ABOVE_MAXIMUM,
        BELOW_MINIMUM
    }

    /** @param from what was there when nothing was remembered yet */
    public static Accepted first(String component, int from, OptionalInt written, Instant now, String commit) {
        return new Accepted(component, from, from, Optional.of(now), written, Optional.empty(), 0, commit);
    }

    public Accepted change(int to) {
        return new Accepted(component, to, count, Optional.empty(), written, wish, failures, commit);
    }

    /** New bounds are no request: nothing goes back from them. */
    public Accepted bound(int to) {
        return new Accepted(component, to, to, Optional.empty(), written, Optional.empty(), 0, commit);
    }

    /** Only a larger size that was reached ends a row of failures: the others were never hard to reach. */
    public Accepted reached(Instant now) {
        int left = count > before ? 0 : failures;
        return new Accepted(component, count, count, Optional.of(now), written, wish, left, commit);
    }

    /** Back to the number of before, and one more failure under this commit. */
    public Accepted failed(String under) {
        return new Accepted(component, before, before, Optional.empty(), written, wish, failures(under) + 1, under);
    }

    public Accepted written(OptionalInt now) {
        return new Accepted(component, count, before, reached, now, wish, failures, commit);
    }

    public Accepted wishing(Optional<Wish> now) {
        return new Accepted(component, count, before, reached, written, now, failures, commit);
    }

    /** How often it failed under the spec of this commit: another one may have mended the cause. */
    public int failures(String under) {
        return commit.equals(under) ? failures : 0;
    }
}
