package dev.quorate.soak;

import dev.quorate.cli.ExitCode;
import dev.quorate.forge.GitServer.Mood;
import dev.quorate.soak.Event.Strike;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Starts controllers, does them harm, and puts right in time what lasts. All of it on one thread, which has to come by often. */
final class Hands implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(10);
    private static final Duration BACK_OFF = Duration.ofMillis(500);
    private static final Duration ORDERLY = Duration.ofSeconds(60);
    private static final List<String> HOMES = List.of("controller-a", "controller-b");

    private record Lasting(long until, Runnable end) {}

    private final SoakWorld world;
    private final Totals totals;
    private final Consumer<String> journal;
    private final Map<Trouble.Place, Lasting> lasting = new EnumMap<>(Trouble.Place.class);
    private final List<String> crashes = new ArrayList<>();
    private ControllerProcess controller;
    private Optional<String> predecessor = Optional.empty();
    private Duration clockOff = Duration.ZERO;
    private int home;

    /** @param journal told what nobody did */
    Hands(SoakWorld world, Totals totals, Consumer<String> journal) {
        this.world = world;
        this.totals = totals;
        this.journal = journal;
        this.controller = start();
    }

    /** Waits a moment, with an eye on everything. */
    void tend() throws InterruptedException {
        Thread.sleep(LOOK.toMillis());
        long now = System.nanoTime();
        for (Iterator<Lasting> each = lasting.values().iterator(); each.hasNext(); ) {
            Lasting one = each.next();
            if (now >= one.until()) {
                each.remove();
                one.end().run();
            }
        }
        OptionalInt code = controller.ended();
        if (code.isPresent()) {
            totals.restarted();
            String end = "a controller ended by itself with " + code.getAsInt() + ": " + controller.lastWords();
            journal.accept(end);
            if (code.getAsInt() != ExitCode.ERROR) {
                crashes.add(end);
            }
            Thread.sleep(BACK_OFF.toMillis());
            controller = start();
        }
    }

    void tendFor(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            tend();
        }
    }

    /** Ends that nothing excuses: one that cannot use its cluster says so and ends with another code. */
    List<String> crashes() {
        return crashes;
    }

    /** Whether something that lasts has not been put right yet. */
    boolean busy() {
        return !lasting.isEmpty();
    }

    /** Whether the controller of now has come to lead. */
    boolean leads() {
        Optional<String> holder = world.cluster().holder(SoakWorld.LEASE);
        return holder.filter(name -> !name.equals(SoakCluster.STRANGER)).isPresent() && !holder.equals(predecessor);
    }

    /** False where the place has its trouble already. */
    boolean strike(Strike strike) throws InterruptedException {
        Trouble trouble = strike.trouble();
        if (lasting.containsKey(trouble.place())) {
            return false;
        }
        switch (trouble) {
            case KILL -> kill();
            case FREEZE -> freeze(strike.lasts());
            case CLOCK_JUMP -> jump(strike.lasts());
            case WATCHES_CUT -> world.cluster().cutWatches();
            case STRANGER -> world.cluster().giveLeaseToStranger(SoakWorld.LEASE, strike.lasts());
            case API_RESTART -> {
                world.cluster().goDown();
                last(strike, world.cluster()::comeBack);
            }
            case API_ERRORS -> {
                world.cluster().faults().answerWith(500);
                last(strike, world.cluster().faults()::heal);
            }
            case API_HANG -> {
                world.cluster().faults().hang();
                last(strike, world.cluster().faults()::heal);
            }
            case GIT_HANG -> turn(strike, Mood.HANGS);
            case GIT_REFUSAL -> turn(strike, Mood.REFUSES);
            case GIT_LOST_ANSWERS -> turn(strike, Mood.LOSES_ANSWERS);
        }
        return true;
    }

    /** Asks the controller to stop; the exit code, or nothing where it goes on. */
    OptionalInt stop() throws InterruptedException {
        return controller.stop(ORDERLY);
    }

    /** The last words of the controller of now. */
    List<String> words(int lines) {
        return controller.words(lines);
    }

    private void kill() throws InterruptedException {
        controller.kill();
        controller = start();
    }

    private void jump(Duration off) {
        clockOff = off;
        controller.setClock(off);
    }

    /** Another takes over meanwhile; then both believe for a moment that they lead. The one that was frozen dies of it. */
    private void freeze(Duration time) throws InterruptedException {
        ControllerProcess frozen = controller;
        frozen.freeze();
        home = 1 - home;
        controller = start();
        tendFor(time);
        frozen.wake();
        tendFor(time.dividedBy(2));
        frozen.kill();
    }

    private void turn(Strike strike, Mood mood) {
        world.repository().turn(mood);
        last(strike, () -> world.repository().turn(Mood.SERVES));
    }

    private void last(Strike strike, Runnable end) {
        lasting.put(
                strike.trouble().place(),
                new Lasting(System.nanoTime() + strike.lasts().toNanos(), end));
    }

    private ControllerProcess start() {
        predecessor = world.cluster().holder(SoakWorld.LEASE);
        return world.startController(HOMES.get(home), clockOff);
    }

    @Override
    public void close() {
        controller.close();
    }
}
