package dev.quorate.simulation;

import dev.quorate.simulator.Simulator;
import dev.quorate.simulator.VirtualCluster;
import dev.quorate.simulator.VirtualSchedule;
import dev.quorate.simulator.api.ApiServer;
import dev.quorate.state.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Everything outside of the controller's process, and the process itself while it lives. */
final class World {

    private static final Duration WAKES_WITHIN = Duration.ofSeconds(90);

    private final Simulator simulator;
    private final VirtualSchedule time;
    private final Timeline timeline;
    private final Chance chance;
    private final GitHistory git = new GitHistory();
    private final Reports reports;
    private final Lease lease;
    private final Invariants invariants;
    private final List<Delayed> delayed = new ArrayList<>();
    private Optional<ControllerProcess> process = Optional.empty();
    private Instant restartAt;
    private int lives;

    World(long seed) {
        VirtualCluster cluster = Simulator.virtual(seed);
        simulator = cluster.simulator();
        time = cluster.time();
        timeline = new Timeline(time);
        chance = new Chance(seed, timeline);
        reports = new Reports(time);
        lease = new Lease(time);
        invariants = new Invariants(this);
        restartAt = time.now();
    }

    Simulator simulator() {
        return simulator;
    }

    ApiServer api() {
        return simulator.api();
    }

    VirtualSchedule time() {
        return time;
    }

    Timeline timeline() {
        return timeline;
    }

    Chance chance() {
        return chance;
    }

    GitHistory git() {
        return git;
    }

    Reports reports() {
        return reports;
    }

    Lease lease() {
        return lease;
    }

    Invariants invariants() {
        return invariants;
    }

    int lives() {
        return lives;
    }

    dev.quorate.simulator.store.Kind kind(Kind kind) {
        return SimulatedKinds.of(kind);
    }

    void afterOurCall(String what) {
        invariants.afterOurCall(what);
        callTakes();
    }

    /** Calls take time, and the cluster goes on meanwhile. */
    private void callTakes() {
        time.advance(Duration.ofMillis(1 + chance.below(30)));
    }

    /** The process stops for a long time just when its call leaves: to all others it has crashed, and the call comes late. */
    void freezeAt(String what, Runnable call) {
        if (chance.strikes("frozen at " + what, chance.faults().crash())) {
            Duration sleep = WAKES_WITHIN.multipliedBy(1 + chance.below(10)).dividedBy(10);
            delayed.add(new Delayed(time.now().plus(sleep), what, call));
            throw new Crash("frozen at " + what);
        }
    }

    /** The next thing that happens by itself: a woken call, a restart, the process, or the cluster. */
    void step(Instant atMost) {
        Optional<Delayed> woken = delayed.stream().min(Comparator.comparing(Delayed::wakes));
        Instant next = earliest(atMost, woken);
        advanceTo(next);
        if (woken.filter(call -> !call.wakes().isAfter(next)).isPresent()) {
            delayed.remove(woken.get());
            timeline.add("wakes", woken.get().what());
            woken.get().call().run();
            invariants.afterOurCall(woken.get().what());
        }
        runProcess();
        invariants.check();
    }

    private Instant earliest(Instant atMost, Optional<Delayed> woken) {
        Instant next = atMost;
        if (woken.isPresent() && woken.get().wakes().isBefore(next)) {
            next = woken.get().wakes();
        }
        Optional<Instant> work = time.next();
        if (work.isPresent() && work.get().isBefore(next)) {
            next = work.get();
        }
        Instant due = process.map(ControllerProcess::nextDue).orElse(restartAt);
        return due.isBefore(next) ? due : next;
    }

    private void advanceTo(Instant instant) {
        Duration span = Duration.between(time.now(), instant);
        time.advance(span.isNegative() ? Duration.ZERO : span);
    }

    private void runProcess() {
        try {
            if (process.isEmpty() && !restartAt.isAfter(time.now())) {
                lives++;
                timeline.add("process", "c" + lives + " starts");
                process = Optional.of(new ControllerProcess(this, "c" + lives));
            }
            for (int i = 0; i < 50 && process.isPresent() && process.get().step(); i++) {
                invariants.check();
            }
        } catch (Crash crash) {
            timeline.add(
                    "process", process.map(ControllerProcess::identity).orElse("?") + " ends, " + crash.getMessage());
            process = Optional.empty();
            restartAt = time.now().plus(Duration.ofMillis(500L + chance.below(20_000)));
        }
    }
}
