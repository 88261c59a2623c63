package dev.quorate.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * All that people, machines and chance do in one run, written down before it begins: a run is a function of its script, so
 * that it can be played again without some of it.
 *
 * @param seed also throws the dice that are nobody's choice: how long a call takes, which name is generated
 */
record Script(long seed, List<App> apps, List<Choice> choices) {

    private static final int SHORTEST = 20_000;
    private static final int LONGEST = 180_000;
    private static final int[] PACES = {600, 1_500, 3_000, 6_000, 12_000};
    private static final int WEIGHTS = weights();

    Script {
        apps = List.copyOf(apps);
        choices = List.copyOf(choices);
    }

    /** Short roughs are as good as long ones at finding faults, and there can be more of them. */
    static Script of(long seed) {
        SplittableRandom random = new SplittableRandom(seed); // seeds that follow each other begin alike in Random
        List<App> apps = mix(random.nextInt(8));
        int end = SHORTEST + (int) ((LONGEST - SHORTEST) * random.nextDouble() * random.nextDouble());
        int pace = PACES[random.nextInt(PACES.length)];
        List<Choice> choices = new ArrayList<>();
        int at = random.nextInt(pace);
        while (at < end) {
            choices.add(
                    new Choice(Duration.ofMillis(at), deed(random), random.nextInt(1 << 20), random.nextInt(1 << 20)));
            at += 50 + (int) (2 * pace * random.nextDouble());
        }
        return new Script(seed, apps, choices);
    }

    List<Integer> numbers() {
        return IntStream.range(0, choices.size()).boxed().toList();
    }

    /** The same without the other choices. */
    Script only(List<Integer> numbers) {
        return new Script(seed, apps, numbers.stream().map(choices::get).toList());
    }

    private static List<App> mix(int dice) {
        return switch (dice) {
            case 0 -> List.of(App.WEB);
            case 1, 2, 3 -> List.of(App.LOCKS);
            case 4 -> List.of(App.LOCKS, App.META);
            default -> List.of(App.LOCKS, App.WEB);
        };
    }

    private static Deed deed(SplittableRandom random) {
        int left = random.nextInt(WEIGHTS);
        for (Deed deed : Deed.values()) {
            left -= deed.weight();
            if (left < 0) {
                return deed;
            }
        }
        throw new IllegalStateException("the weights do not add up to " + WEIGHTS);
    }

    private static int weights() {
        int sum = 0;
        for (Deed deed : Deed.values()) {
            sum += deed.weight();
        }
        return sum;
    }
}
