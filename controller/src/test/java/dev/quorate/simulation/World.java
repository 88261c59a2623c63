package dev.quorate.simulation;

import dev.quorate.simulator.Simulator;
import dev.quorate.simulator.VirtualCluster;
import dev.quorate.simulator.VirtualSchedule;
import dev.quorate.simulator.api.ApiServer;
import dev.quorate.state.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Everything outside of the controller's processes, and the processes themselves while they live. */
final class World implements AutoCloseable {

    private static final int STEPS_AT_ONCE = 50;

    /** A process that is frozen in the middle of a call. */
    private record Sleep(ControllerProcess process, Strand strand, Choice choice, Instant wakes) {}

    private final Simulator simulator;
    private final VirtualSchedule time;
    private final Timeline timeline;
    private final Random dice;
    private final Faults faults;
    private final Plant plant;
    private final GitHistory git = new GitHistory();
    private final Reports reports;
    private final Lease lease;
    private final Invariants invariants;
    private final List<ControllerProcess> awake = new ArrayList<>();
    private final List<Sleep> asleep = new ArrayList<>();
    private Optional<Strand> strand = Optional.empty();
    private Optional<Choice> freezing = Optional.empty();
    private Instant restartAt;
    private int lives;
    private int sleeps;

    World(Script script, Plant plant, boolean written) {
        VirtualCluster cluster = Simulator.virtual(script.seed());
        simulator = cluster.simulator();
        time = cluster.time();
        timeline = new Timeline(time, written);
        dice = new Random(script.seed());
        faults = new Faults(time, timeline);
        this.plant = plant;
        reports = new Reports(time);
        lease = new Lease(time);
        invariants = new Invariants(this, script.apps());
        restartAt = time.now();
    }

    /** A world in which nothing goes wrong by itself. */
    static World calm(List<App> apps) {
        return new World(new Script(1, Mix.MIX, apps, List.of()), Plant.NONE, true);
    }

    Simulator simulator() {
        return simulator;
    }

    /** The members that run, of whatever engine. */
    Running running() {
        return new Running(simulator);
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

    /** For what is nobody's choice. */
    Random dice() {
        return dice;
    }

    Faults faults() {
        return faults;
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

    int sleeps() {
        return sleeps;
    }

    boolean nobodySleeps() {
        return asleep.isEmpty();
    }

    dev.quorate.simulator.store.Kind kind(Kind kind) {
        return SimulatedKinds.of(kind);
    }

    /** A call is about to leave: a process that ends or freezes does so here. @return what else strikes the call */
    Optional<Deed> before(OurCall call) {
        Optional<Choice> struck = faults.atWrite(call.what());
        if (struck.filter(choice -> choice.deed() == Deed.CRASH_BEFORE).isPresent()) {
            throw new Crash("before " + call.what());
        }
        if (struck.filter(choice -> choice.deed() == Deed.FREEZE).isPresent()) {
            freezing = struck;
            strand.orElseThrow().freeze();
        }
        return struck.map(Choice::deed);
    }

    /** A call took effect; calls take time, and the cluster goes on meanwhile. */
    void after(OurCall call, Optional<Deed> deed) {
        boolean froze = deed.filter(d -> d == Deed.FREEZE).isPresent();
        invariants.afterOurCall(froze ? call.madeLate() : call);
        time.advance(Duration.ofMillis(1 + dice.nextInt(30)));
        if (deed.filter(d -> d == Deed.CRASH_AFTER).isPresent()) {
            throw new Crash("after " + call.what());
        }
    }

    /** The next thing that happens by itself: a sleeper wakes, a process starts or works, or the cluster goes on. */
    void step(Instant atMost) {
        advanceTo(next(atMost));
        Instant now = time.now();
        for (Sleep sleep : List.copyOf(asleep)) {
            if (!sleep.wakes().isAfter(now)) {
                wake(sleep);
            }
        }
        if (awake.isEmpty() && !restartAt.isAfter(now)) {
            start();
        }
        for (ControllerProcess process : List.copyOf(awake)) {
            work(process);
        }
        invariants.check();
    }

    private Instant next(Instant atMost) {
        Instant next = time.next().filter(work -> work.isBefore(atMost)).orElse(atMost);
        for (Sleep sleep : asleep) {
            next = sleep.wakes().isBefore(next) ? sleep.wakes() : next;
        }
        for (ControllerProcess process : awake) {
            Instant due = process.nextDue();
            next = due.isBefore(next) ? due : next;
        }
        return awake.isEmpty() && restartAt.isBefore(next) ? restartAt : next;
    }

    private void advanceTo(Instant instant) {
        Duration span = Duration.between(time.now(), instant);
        time.advance(span.isNegative() ? Duration.ZERO : span);
    }

    private void start() {
        lives++;
        String identity = "c" + lives;
        timeline.add("process", () -> identity + " starts");
        awake.add(new ControllerProcess(this, identity, plant));
    }

    private void work(ControllerProcess process) {
        for (int i = 0; i < STEPS_AT_ONCE && awake.contains(process); i++) {
            if (process.nextDue().isAfter(time.now()) || !step(process)) {
                return;
            }
            invariants.check();
        }
    }

    /** Only a process that may freeze needs a thread of its own. */
    private boolean step(ControllerProcess process) {
        if (faults.mayFreeze()) {
            boolean[] did = {false};
            Strand own = new Strand(() -> did[0] = process.step());
            run(process, own);
            return did[0];
        }
        try {
            return process.step();
        } catch (Crash crash) {
            ends(process, crash);
            return false;
        }
    }

    private void run(ControllerProcess process, Strand own) {
        strand = Optional.of(own);
        try {
            if (!own.run()) {
                falls(process, own);
            }
        } catch (Crash crash) {
            ends(process, crash);
        } finally {
            strand = Optional.empty();
        }
    }

    private void falls(ControllerProcess process, Strand own) {
        Choice choice = freezing.orElseThrow();
        sleeps++;
        awake.remove(process);
        asleep.add(new Sleep(process, own, choice, time.now().plus(choice.lasting(60))));
        restartLater();
    }

    /** It goes on where it was, and for some passes it does not look at the lease. */
    private void wake(Sleep sleep) {
        timeline.add("process", () -> sleep.process().identity() + " wakes");
        asleep.remove(sleep);
        sleep.process().wake(sleep.choice().which(8));
        awake.add(sleep.process());
        run(sleep.process(), sleep.strand());
        invariants.check();
    }

    private void ends(ControllerProcess process, Crash crash) {
        timeline.add("process", () -> process.identity() + " ends, " + crash.getMessage());
        awake.remove(process);
        restartLater();
    }

    private void restartLater() {
        restartAt = time.now().plus(Duration.ofMillis(500L + dice.nextInt(20_000)));
    }

    @Override
    public void close() {
        asleep.forEach(sleep -> sleep.strand().abandon());
        asleep.clear();
    }
}
