package dev.quorate.simulation;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One script played: a rough while full of commits and accidents, then quiet, in which everything must come to rest as Git says. */
final class Run {

    private static final Duration AFTER_THE_LAST = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofMinutes(15);

    /**
     * @param rule what was broken; faults of the code have none
     * @param how in full
     */
    record Failure(String rule, String how) {}

    /** What one run went through: a simulation in which nothing happens proves nothing. */
    record Result(Optional<Failure> failure, int lives, int sleeps, int rollouts, String timeline) {}

    private final Script script;
    private final World world;
    private final Workload workload;

    private Run(Script script, World world) {
        this.script = script;
        this.world = world;
        this.workload = new Workload(world, script.apps(), script.deletes());
    }

    static Result of(Script script, Plant plant) {
        return of(script, plant, false);
    }

    /** @param written whether the timeline is wanted */
    static Result of(Script script, Plant plant, boolean written) {
        try (World world = new World(script, plant, written)) {
            Optional<Failure> failure = new Run(script, world).play();
            return new Result(
                    failure,
                    world.lives(),
                    world.sleeps(),
                    world.reports().rollouts(),
                    world.timeline().text());
        }
    }

    private Optional<Failure> play() {
        try {
            rough();
            quiet();
            return Optional.empty();
        } catch (Broken broken) {
            return Optional.of(new Failure(broken.rule(), String.valueOf(broken.getMessage())));
        } catch (RuntimeException fault) {
            return Optional.of(new Failure(fault.getClass().getSimpleName(), trace(fault)));
        }
    }

    private static String trace(RuntimeException fault) {
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }

    private void rough() {
        Setup.install(world);
        script.apps().stream().filter(App::foreign).forEach(new Foreign(world)::make);
        Instant start = world.time().now();
        workload.firstCommit();
        for (Choice choice : script.choices()) {
            until(start.plus(choice.at()));
            workload.does(choice);
            world.invariants().check();
        }
        until(world.time().now().plus(AFTER_THE_LAST));
    }

    private void until(Instant instant) {
        while (world.time().now().isBefore(instant)) {
            step(instant);
        }
    }

    private void step(Instant atMost) {
        world.step(atMost);
        workload.goesOn();
        if (script.asks()) {
            workload.answer();
        }
    }

    private void quiet() {
        world.faults().end();
        if (workload.writesDownWhatRuns()) {
            rests();
        }
        workload.lastCommit();
        rests();
        if (workload.wakesAll()) {
            rests();
        }
        script.apps().stream()
                .filter(App::members)
                .forEach(app -> world.invariants().members(app).checkWrites());
    }

    private void rests() {
        AtRest rest = new AtRest(world, workload.wishes());
        Instant end = world.time().now().plus(QUIET);
        Optional<String> restless = rest.restless();
        while (restless.isPresent() && world.time().now().isBefore(end)) {
            step(end);
            restless = rest.restless();
        }
        Optional<String> why = restless;
        Broken.unless(
                why.isEmpty(), "it converges", () -> "after " + QUIET.toMinutes() + " quiet minutes " + why.orElse(""));
    }
}
