package dev.quorate.simulator.load;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** A value over time. */
@FunctionalInterface
public interface Curve {

    double at(Instant time);

    /** A value that is reached so long after the start. */
    record Point(Duration after, double value) {}

    static Curve steady(double value) {
        return time -> value;
    }

    /** Straight lines from point to point; before the first and after the last it stays level. */
    static Curve through(Instant start, List<Point> points) {
        List<Point> all = List.copyOf(points);
        return time -> {
            Duration after = Duration.between(start, time);
            Point before = all.get(0);
            for (Point next : all) {
                if (next.after().compareTo(after) > 0) {
                    return between(before, next, after);
                }
                before = next;
            }
            return before.value();
        };
    }

    private static double between(Point before, Point next, Duration after) {
        double span = next.after().minus(before.after()).toMillis();
        double done = span == 0 ? 0 : Math.max(0, after.minus(before.after()).toMillis() / span);
        return before.value() + done * (next.value() - before.value());
    }

    /** Off by up to a share of its value, another way each second; a seed gives the same curve again. */
    default Curve uneven(double share, long seed) {
        return time -> {
            double chance = new Random(seed * 31 + time.getEpochSecond()).nextDouble();
            return at(time) * (1 + share * (2 * chance - 1));
        };
    }
}
