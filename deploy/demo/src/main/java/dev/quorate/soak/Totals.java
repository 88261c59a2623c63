package dev.quorate.soak;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What has happened so far. */
final class Totals {
    private final Map<Trouble, Integer> troubles = new EnumMap<>(Trouble.class);
    private int rounds;
    private int commits;
    private int duringRollouts;
    private int restarts;
    private Duration longest = Duration.ZERO;

    void struck(Trouble trouble, boolean duringRollout) {
        troubles.merge(trouble, 1, Integer::sum);
        if (trouble == Trouble.KILL && duringRollout) {
            duringRollouts++;
        }
    }

    void committed() {
        commits++;
    }

    /** A controller ended by itself and was started again, as a kubelet would. */
    void restarted() {
        restarts++;
    }

    void converged(Duration time) {
        rounds++;
        longest = time.compareTo(longest) > 0 ? time : longest;
    }

    int kills() {
        return troubles.getOrDefault(Trouble.KILL, 0);
    }

    int rounds() {
        return rounds;
    }

    /** In two lines. */
    String sentence(int acknowledged, int lost) {
        String others = troubles.entrySet().stream()
                .filter(entry -> entry.getKey() != Trouble.KILL)
                .map(entry -> ", " + entry.getValue() + " × " + entry.getKey())
                .collect(Collectors.joining());
        return kills() + " × killed (" + duringRollouts + " during a rollout), " + restarts + " × ended by itself"
                + others
                + "\n" + rounds + " rounds, " + commits + " commits, " + acknowledged + " acknowledged writes, " + lost
                + " lost writes; longest time to converge " + Soak.seconds(longest);
    }
}
