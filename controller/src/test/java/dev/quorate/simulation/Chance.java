package dev.quorate.simulation;

import java.util.Random;

/** The dice of one seed, and how often each fault is meant to strike. Every throw is written to the timeline when it hits. */
final class Chance {

    /** Probabilities per opportunity. */
    record Faults(
            double crash,
            double replyLost,
            double requestLost,
            double conflict,
            double staleRead,
            double memberSilent,
            double gitDown,
            double pushRefused) {

        static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0, 0);
    }

    private final Random random;
    private final Timeline timeline;
    private Faults faults = Faults.NONE;

    Chance(long seed, Timeline timeline) {
        this.random = new Random(seed);
        this.timeline = timeline;
    }

    Faults faults() {
        return faults;
    }

    void faults(Faults next) {
        faults = next;
    }

    boolean strikes(String what, double probability) {
        if (probability <= 0 || random.nextDouble() >= probability) {
            return false;
        }
        timeline.add("fault", what);
        return true;
    }

    /** Between any two external calls the process may end. */
    void crashPoint(String before) {
        if (probability(faults.crash())) {
            throw new Crash("before " + before);
        }
    }

    void crashPointAfter(String after) {
        if (probability(faults.crash())) {
            throw new Crash("after " + after);
        }
    }

    boolean probability(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    double next() {
        return random.nextDouble();
    }
}
