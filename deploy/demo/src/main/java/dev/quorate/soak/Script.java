package dev.quorate.soak;

import dev.quorate.soak.Event.Push;
import dev.quorate.soak.Event.Strike;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Draws what happens, round by round, from a seed. The same seed draws the same rounds; at which of its instructions a process
 * is hit is decided by the machine.
 */
final class Script {
    private static final int MOST_KILLS = 5;
    private static final int MOST_WRITES = 8;
    private static final int AFTER_A_WRITE = 400;
    private static final int AFTER_A_START = 3000;
    private static final long HOUR = 3_600_000;

    /** Kills are drawn apart. */
    private static final List<Trouble> OTHERS = List.of(Trouble.values()).subList(1, Trouble.values().length);

    private final Random random;
    private List<Wanted> now = List.of(Wanted.good(App.LOCKS, 3), Wanted.good(App.WEB, 2));
    private List<Wanted> before = now;

    Script(long seed) {
        this.random = new Random(seed);
    }

    /** What Git says before the first round. */
    Push first() {
        return new Push(now);
    }

    /** What Git says at the end of the rounds drawn so far. */
    List<Wanted> wanted() {
        return now;
    }

    /** One commit, often a second one that overtakes it, and troubles with at least one kill and no more than allowed. */
    List<Event> round(int killsAllowed) {
        List<Event> events = new ArrayList<>();
        int kills = Math.min(killsAllowed, 2 + random.nextInt(MOST_KILLS - 1));
        for (int i = 0; i < kills; i++) {
            events.add(strike(Trouble.KILL));
        }
        int others = random.nextInt(3);
        for (int i = 0; i < others; i++) {
            events.add(random.nextInt(events.size()), strike(OTHERS.get(random.nextInt(OTHERS.size()))));
        }
        events.add(0, push());
        if (usable() && random.nextInt(3) == 0) {
            events.add(1 + random.nextInt(events.size()), overtake());
        }
        return events;
    }

    private Push push() {
        List<Wanted> last = now;
        int kind = random.nextInt(10);
        if (kind < 2 && usable()) {
            now = refusal();
        } else if (kind < 4 && !before.equals(now)) {
            now = before;
        } else {
            now = List.of(another(App.LOCKS), anyOf(App.WEB));
        }
        before = last.stream().allMatch(wanted -> wanted.refused().isEmpty()) ? last : before;
        return new Push(now);
    }

    /** A newer commit while the rollout of the first runs: on to another size, or back. */
    private Push overtake() {
        now = random.nextBoolean() ? before : List.of(another(App.LOCKS), anyOf(App.WEB));
        return new Push(now);
    }

    /** One file that cannot be used beside one that can, and that asks for something. */
    private List<Wanted> refusal() {
        boolean locks = random.nextBoolean();
        return locks
                ? List.of(wrong(wanted(App.LOCKS)), another(App.WEB))
                : List.of(another(App.LOCKS), wrong(wanted(App.WEB)));
    }

    private Wanted wrong(Wanted wanted) {
        return wanted.butRefused(pick(wanted.app().wrongSizes()));
    }

    private Wanted another(App app) {
        int size = wanted(app).replicas();
        return Wanted.good(
                app, pick(app.sizes().stream().filter(other -> other != size).toList()));
    }

    private Wanted anyOf(App app) {
        return Wanted.good(app, pick(app.sizes()));
    }

    private Wanted wanted(App app) {
        return now.stream()
                .filter(wanted -> wanted.app().equals(app))
                .findFirst()
                .orElseThrow();
    }

    private boolean usable() {
        return now.stream().allMatch(wanted -> wanted.refused().isEmpty());
    }

    private Strike strike(Trouble trouble) {
        boolean aimed = random.nextInt(3) > 0;
        int writes = aimed ? 1 + random.nextInt(MOST_WRITES) : 0;
        Duration then = Duration.ofMillis(random.nextInt(aimed ? AFTER_A_WRITE : AFTER_A_START));
        return new Strike(trouble, writes, then, lasts(trouble));
    }

    private Duration lasts(Trouble trouble) {
        return switch (trouble) {
            case KILL, WATCHES_CUT -> Duration.ZERO;
            case CLOCK_JUMP, STRANGER -> Duration.ofMillis(random.nextLong(-HOUR, HOUR));
            case FREEZE -> Duration.ofMillis(4000 + random.nextInt(4000));
            default -> Duration.ofMillis(500 + random.nextInt(6000));
        };
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
