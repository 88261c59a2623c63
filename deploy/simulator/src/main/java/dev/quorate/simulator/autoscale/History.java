package dev.quorate.simulator.autoscale;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What one autoscaler has proposed and done lately; it is lost with the controller manager, and so is this with its holder. */
public final class History {

    private final List<Recommendation> recommendations = new ArrayList<>();
    private final List<Rescale> rescales = new ArrayList<>();

    record Recommendation(int replicas, Instant at) {}

    record Rescale(int change, Instant at) {}

    /** The first look takes what is there as proposed. */
    void begin(int replicas, Instant now) {
        if (recommendations.isEmpty()) {
            recommendations.add(new Recommendation(replicas, now));
        }
    }

    List<Recommendation> recommendations() {
        return List.copyOf(recommendations);
    }

    void recommended(int replicas, Instant now, Duration keep) {
        recommendations.removeIf(old -> old.at().isBefore(now.minus(keep)));
        recommendations.add(new Recommendation(replicas, now));
    }

    void rescaled(int change, Instant now, Duration keep) {
        rescales.removeIf(old -> old.at().isBefore(now.minus(keep)));
        rescales.add(new Rescale(change, now));
    }

    /** How many the target had when a period began, by what was changed in it. */
    int replicasBefore(int current, Duration period, Instant now) {
        Instant begin = now.minus(period);
        int changed = rescales.stream()
                .filter(rescale -> rescale.at().isAfter(begin))
                .mapToInt(Rescale::change)
                .sum();
        return current - changed;
    }
}
