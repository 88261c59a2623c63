package dev.quorate.simulator;

import dev.quorate.simulator.api.Containers;
import dev.quorate.simulator.behaviour.Behaviours;
import dev.quorate.simulator.behaviour.ContainerLog;
import dev.quorate.simulator.behaviour.Execution;
import java.util.List;
import java.util.Optional;

/** What the API tells about containers, from what the kubelets know. */
final class ContainerAnswers implements Containers {

    private final Behaviours behaviours;

    ContainerAnswers(Behaviours behaviours) {
        this.behaviours = behaviours;
    }

    @Override
    public Optional<Log> log(Place place, boolean previous) {
        return behaviours
                .log(place.namespace(), place.pod(), place.container(), previous)
                .map(Kept::new);
    }

    @Override
    public Outcome run(Place place, List<String> command, Optional<String> input) {
        Optional<Execution> execution =
                behaviours.execute(place.namespace(), place.pod(), place.container(), command, input);
        if (execution.isEmpty()) {
            return new NotRunning();
        }
        if (execution.get() instanceof Execution.Done done) {
            return done(done);
        }
        if (execution.get() instanceof Execution.Begun begun) {
            return new Begun(begun.done().thenApply(ContainerAnswers::done));
        }
        return execution.get() instanceof Execution.NotFound missing
                ? new CannotStart(missing.reason())
                : new WaitsForInput();
    }

    @Override
    public boolean runs(Place place) {
        return behaviours.runs(place.namespace(), place.pod(), place.container());
    }

    private static Done done(Execution.Done done) {
        return new Done(done.out(), done.err(), done.exitCode());
    }

    private record Kept(ContainerLog log) implements Log {
        @Override
        public List<Line> after(long count) {
            return log.after(count).stream()
                    .map(line -> new Line(line.time(), line.text()))
                    .toList();
        }

        @Override
        public long count() {
            return log.count();
        }

        @Override
        public boolean hasEnded() {
            return log.hasEnded();
        }

        @Override
        public Runnable follow(Runnable follower) {
            return log.follow(follower);
        }
    }
}
