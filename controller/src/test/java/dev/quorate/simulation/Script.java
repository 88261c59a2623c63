package dev.quorate.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * All that people, machines and chance do in one run, written down before it begins: a run is a function of its script, so
 * that it can be played again without some of it.
 *
 * @param seed also throws the dice that are nobody's choice: how long a call takes, which name is generated
 */
record Script(long seed, Mix mix, List<App> apps, List<Choice> choices) {

    private static final int SHORTEST = 20_000;
    private static final int LONGEST = 180_000;
    private static final int[] PACES = {600, 1_500, 3_000, 6_000, 12_000};
    private static final int SPECIALS = 2;
    private static final int QUESTIONS = 2;
    private static final App.Origin[] ORIGINS = {App.Origin.GIT, App.Origin.FOREIGN, App.Origin.FOREIGN_AND_OTHER};

    Script {
        apps = List.copyOf(apps);
        choices = List.copyOf(choices);
    }

    /** Short roughs are as good as long ones at finding faults, and there can be more of them. */
    static Script of(long seed, Mix mix) {
        SplittableRandom random = new SplittableRandom(seed); // seeds that follow each other begin alike in Random
        List<App> apps = mix.apps(random.nextInt(Mix.kinds()));
        int end = SHORTEST + (int) ((LONGEST - SHORTEST) * random.nextDouble() * random.nextDouble());
        int pace = PACES[random.nextInt(PACES.length)];
        List<Deed> deeds = deeds(random);
        List<Choice> choices = new ArrayList<>();
        int at = random.nextInt(pace);
        while (at < end) {
            choices.add(new Choice(
                    Duration.ofMillis(at), deed(deeds, random), random.nextInt(1 << 20), random.nextInt(1 << 20)));
            at += 50 + (int) (2 * pace * random.nextDouble());
        }
        Script script = new Script(seed, mix, apps, choices);
        return script.asks() ? script.asking(new SplittableRandom(~seed), end) : script;
    }

    /** Whether a person is asked in it: in every fourth. */
    boolean asks() {
        return Math.floorMod(seed, 4) == 1;
    }

    /** With what only a person can answer, from dice of its own: other scripts stay what they were. */
    private Script asking(SplittableRandom random, int end) {
        List<Choice> all = new ArrayList<>(choices);
        List<Deed> questions = new ArrayList<>(List.of(Deed.LOSE_CLAIM, Deed.ADD_STRANGER, Deed.SWITCH_OFF_NODE));
        for (int i = random.nextInt(QUESTIONS); i < QUESTIONS; i++) {
            Duration at = Duration.ofMillis(end / 4 + random.nextInt(end));
            Deed deed = questions.remove(random.nextInt(questions.size()));
            all.add(new Choice(at, deed, random.nextInt(1 << 20), random.nextInt(1 << 20)));
        }
        all.sort(Comparator.comparing(Choice::at));
        App.Origin origin = ORIGINS[random.nextInt(ORIGINS.length)];
        return new Script(seed, mix, apps.stream().map(app -> app.from(origin)).toList(), all);
    }

    static Script of(long seed) {
        return of(seed, Mix.MIX);
    }

    /** What the command line must say to play it again. */
    String replay() {
        return "-Dquorate.simulation.seed=" + seed + mix.option();
    }

    /** Whether an app of it has an engine with members, or one without. */
    boolean has(boolean members) {
        return apps.stream().anyMatch(app -> app.members() == members);
    }

    /** Whether its apps go with their files: every other script's. */
    boolean deletes() {
        return seed % 2 == 0;
    }

    List<Integer> numbers() {
        return IntStream.range(0, choices.size()).boxed().toList();
    }

    /** The same without the other choices. */
    Script only(List<Integer> numbers) {
        return new Script(seed, mix, apps, numbers.stream().map(choices::get).toList());
    }

    private static List<Deed> deeds(SplittableRandom random) {
        List<Deed> deeds = new ArrayList<>();
        List<Deed> special = new ArrayList<>();
        for (Deed deed : Deed.values()) {
            (deed.special() ? special : deeds).add(deed);
        }
        for (int i = 0; i < SPECIALS; i++) {
            deeds.add(special.remove(random.nextInt(special.size())));
        }
        return deeds;
    }

    private static Deed deed(List<Deed> deeds, SplittableRandom random) {
        int left = random.nextInt(deeds.stream().mapToInt(Deed::weight).sum());
        for (Deed deed : deeds) {
            left -= deed.weight();
            if (left < 0) {
                return deed;
            }
        }
        throw new IllegalStateException("more was thrown than all weights");
    }
}
