package dev.quorate.soak;

import dev.quorate.cli.Terminal;
import dev.quorate.client.EtcdMembers;
import dev.quorate.client.WritingClient;
import dev.quorate.soak.Event.Push;
import dev.quorate.soak.Event.Strike;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Rounds of commits and troubles, each followed by the question whether everything is as Git says. */
final class Soak {
    /** From here on a controller that does not write is at rest. */
    private static final Duration STILL = Duration.ofSeconds(3);

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int LOG_LINES = 30;
    private static final int MOST_SHOWN = 5;

    /**
     * How long and how hard.
     *
     * @param limit no round begins after it; zero for none
     * @param patience until everything must be as Git says, counted from the last trouble of a round
     */
    record Settings(int kills, long seed, Duration limit, Duration patience) {}

    private final Settings settings;
    private final SoakWorld world;
    private final Terminal terminal;
    private final Script script;
    private final Totals totals = new Totals();
    private final List<String> journal = new ArrayList<>();
    private final EtcdMembers members = new EtcdMembers(Duration.ofSeconds(5));
    private final Verdict verdict;

    Soak(Settings settings, SoakWorld world, Terminal terminal) {
        this.settings = settings;
        this.world = world;
        this.terminal = terminal;
        this.script = new Script(settings.seed());
        this.verdict = new Verdict(world.cluster(), world.repository(), members, SoakWorld.STATUS_BRANCH);
    }

    /** Whether everything was as it should be; if not, the evidence is in the world's folder. */
    boolean run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (Hands hands = new Hands(world, totals, this::note);
                WritingClient client =
                        WritingClient.start(members, () -> world.cluster().addresses(App.LOCKS))) {
            perform(hands, script.first());
            List<String> wrong = converge(hands);
            while (wrong.isEmpty() && totals.kills() < settings.kills() && !isOver(start)) {
                wrong = round(hands);
            }
            if (wrong.isEmpty()) {
                wrong = atTheEnd(hands, client);
            }
            if (!wrong.isEmpty()) {
                tell(hands, wrong);
            }
            return wrong.isEmpty();
        } finally {
            Files.write(world.folder().resolve("journal.txt"), journal);
        }
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    private boolean isOver(long start) {
        return !settings.limit().isZero()
                && System.nanoTime() - start > settings.limit().toNanos();
    }

    private List<String> round(Hands hands) throws InterruptedException {
        Map<String, Integer> told = new LinkedHashMap<>();
        for (Event event : script.round(settings.kills() - totals.kills())) {
            if (event instanceof Push push) {
                told.put(perform(hands, push), 1);
            } else if (event instanceof Strike strike && perform(hands, strike)) {
                told.merge(strike.trouble().toString(), 1, Integer::sum);
            }
        }
        while (hands.busy()) {
            hands.tend();
        }
        long begun = System.nanoTime();
        List<String> wrong = converge(hands);
        Duration time = Duration.ofNanos(System.nanoTime() - begun);
        if (wrong.isEmpty()) {
            totals.converged(time);
            say("round %3d  converged in %6s  after %s".formatted(totals.rounds(), seconds(time), sentence(told)));
        } else {
            say("round %3d  did not converge  after %s".formatted(totals.rounds() + 1, sentence(told)));
        }
        return wrong;
    }

    private static String sentence(Map<String, Integer> told) {
        return told.entrySet().stream()
                .map(entry -> entry.getValue() == 1 ? entry.getKey() : entry.getKey() + " × " + entry.getValue())
                .collect(Collectors.joining("; "));
    }

    private String perform(Hands hands, Push push) throws InterruptedException {
        Map<String, String> files = new TreeMap<>();
        push.wanted().forEach(wanted -> files.put(wanted.app().path(), wanted.file()));
        String commit = world.repository().push(push.subject(), files).substring(0, 7);
        totals.committed();
        note("pushed " + commit + " " + push.subject());
        hands.tend();
        return commit + " " + push.subject();
    }

    private boolean perform(Hands hands, Strike strike) throws InterruptedException {
        awaitMoment(hands, strike);
        boolean rolling = !verdict.inCluster(script.wanted()).isEmpty();
        if (!hands.strike(strike)) {
            return false;
        }
        totals.struck(strike.trouble(), rolling);
        note(strike.trouble() + (rolling ? " during a rollout" : " at rest"));
        return true;
    }

    private void awaitMoment(Hands hands, Strike strike) throws InterruptedException {
        long target = world.cluster().writes() + strike.writes();
        long end = System.nanoTime() + STILL.toNanos();
        while (world.cluster().writes() < target && System.nanoTime() < end) {
            hands.tend();
        }
        hands.tendFor(strike.then());
    }

    /** What is still not as Git says when patience ends; empty as soon as nothing is. */
    private List<String> converge(Hands hands) throws InterruptedException {
        long end = System.nanoTime() + settings.patience().toNanos();
        List<String> wrong = look(hands);
        while (!wrong.isEmpty() && hands.crashes().isEmpty() && System.nanoTime() < end) {
            hands.tendFor(LOOK);
            wrong = look(hands);
        }
        return wrong;
    }

    private List<String> look(Hands hands) throws InterruptedException {
        if (!hands.crashes().isEmpty()) {
            return hands.crashes();
        }
        return hands.leads() ? verdict.everywhere(script.wanted()) : List.of("no controller leads");
    }

    /** The data, and whether the last controller can also stop in good order. */
    private List<String> atTheEnd(Hands hands, WritingClient client) throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        client.close();
        int lost = 0;
        for (String address : world.cluster().addresses(App.LOCKS)) {
            List<String> missing = client.lost(address);
            lost = Math.max(lost, missing.size());
            if (!missing.isEmpty()) {
                wrong.add(
                        missing.size() + " acknowledged writes are not at " + address + ", such as " + missing.get(0));
            }
        }
        OptionalInt code = hands.stop();
        if (!code.equals(OptionalInt.of(0))) {
            wrong.add("the controller was asked to stop and ended with " + code);
        }
        say(totals.sentence(client.acknowledged(), lost));
        return wrong;
    }

    private void tell(Hands hands, List<String> wrong) throws IOException {
        wrong.stream().limit(MOST_SHOWN).forEach(sentence -> say("✗ " + sentence));
        hands.words(LOG_LINES).forEach(line -> terminal.line("  | " + line));
        world.writeEvidence();
    }

    private void say(String line) {
        note(line);
        terminal.line(line);
    }

    private void note(String line) {
        journal.add(LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS) + " " + line);
    }
}
