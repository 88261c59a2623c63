package dev.quorate.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Many seeds, each on one thread, spread over the processors. */
record Seeds(Mix mix, long first, long count) {

    private static final int ENOUGH_FAILURES = 3;
    private static final int TRIES = 200;

    /** A run that broke a rule. */
    record Failing(Script script, Run.Failure failure) {}

    /** What all seeds together went through. */
    record Tally(List<Failing> failing, int seeds, int members, int statefulset, int lives, int sleeps, int rollouts) {
        @Override
        public String toString() {
            return seeds + " seeds, " + members + " of them with members and " + statefulset + " with statefulset; "
                    + lives
                    + " lives of the controller, " + sleeps + " sleeps, " + rollouts + " rollouts, " + failing.size()
                    + " failures";
        }
    }

    static Seeds asked() {
        Optional<Long> one = Optional.ofNullable(Long.getLong("quorate.simulation.seed"));
        long first = one.orElseGet(() -> Long.getLong("quorate.simulation.first", 1));
        return new Seeds(Mix.asked(), first, one.isPresent() ? 1 : Long.getLong("quorate.simulation.seeds", 1100));
    }

    /** After some failures no more is begun. */
    Tally play(Plant plant) {
        Quiet.logs();
        AtomicInteger failures = new AtomicInteger();
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<Optional<Played>>> runs = new ArrayList<>();
            for (long seed = first; seed < first + count; seed++) {
                Script script = script(seed);
                runs.add(threads.submit(() -> failures.get() < ENOUGH_FAILURES
                        ? Optional.of(played(script, plant, failures))
                        : Optional.<Played>empty()));
            }
            return tally(runs);
        } finally {
            threads.shutdownNow();
        }
    }

    private Script script(long seed) {
        Script whole = Script.of(seed, mix);
        return Optional.ofNullable(System.getProperty("quorate.simulation.only"))
                .map(numbers -> whole.only(Stream.of(numbers.split(","))
                        .filter(number -> !number.isEmpty())
                        .map(Integer::valueOf)
                        .toList()))
                .orElse(whole);
    }

    private record Played(Script script, Run.Result result) {}

    private static Played played(Script script, Plant plant, AtomicInteger failures) {
        Run.Result result = Run.of(script, plant);
        result.failure().ifPresent(failure -> failures.incrementAndGet());
        return new Played(script, result);
    }

    private static Tally tally(List<Future<Optional<Played>>> runs) {
        List<Played> played =
                runs.stream().map(Seeds::done).flatMap(Optional::stream).toList();
        List<Failing> failing = new ArrayList<>();
        for (Played one : played) {
            one.result().failure().ifPresent(failure -> failing.add(new Failing(one.script(), failure)));
        }
        return new Tally(
                List.copyOf(failing),
                played.size(),
                sum(played, one -> one.script().has(true) ? 1 : 0),
                sum(played, one -> one.script().has(false) ? 1 : 0),
                sum(played, one -> one.result().lives()),
                sum(played, one -> one.result().sleeps()),
                sum(played, one -> one.result().rollouts()));
    }

    private static int sum(List<Played> played, ToIntFunction<Played> what) {
        return played.stream().mapToInt(what).sum();
    }

    private static <T> T done(Future<T> run) {
        try {
            return run.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("a run ended without a result", e);
        }
    }

    /** One line to play it again with the fewest choices that still fail, and what happens then. */
    static String report(Failing failing) {
        Script script = failing.script();
        List<Integer> fewest =
                Shrinking.of(script, Plant.NONE, failing.failure().rule(), TRIES);
        Run.Result shrunk = Run.of(script.only(fewest), Plant.NONE, true);
        String numbers = fewest.stream().map(String::valueOf).collect(Collectors.joining(","));
        return "seed " + script.seed() + ": " + failing.failure().how() + "\n  replay: "
                + script.replay() + "\n  shrunk from " + script.choices().size() + " choices to " + fewest.size()
                + ": " + script.replay() + " -Dquorate.simulation.only=" + numbers + "\n"
                + shrunk.failure().map(Run.Failure::how).orElse("") + "\n" + shrunk.timeline();
    }
}
