package dev.quorate.simulator.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What runs in pods, as far as the API shows it: the logs of containers, and commands beside them. */
public interface Containers {

    /** A cluster without kubelets. */
    Containers NONE = new Containers() {
        @Override
        public Optional<Log> log(Place place, boolean previous) {
            return Optional.empty();
        }

        @Override
        public Outcome run(Place place, List<String> command, Optional<String> input) {
            return new NotRunning();
        }

        @Override
        public boolean runs(Place place) {
            return false;
        }
    };

    /** One container of a pod. */
    record Place(String namespace, String pod, String container) {}

    /** @param time when it was written */
    record Line(Instant time, String text) {}

    /** A log that may still grow. */
    interface Log {
        /** The lines that are kept and come after the first so many. */
        List<Line> after(long count);

        /** How many lines there were in all. */
        long count();

        boolean hasEnded();

        /** Calls back after each line and at the end, until the result is run. */
        Runnable follow(Runnable follower);
    }

    /** What comes of a command. */
    sealed interface Outcome {}

    record Done(String out, String err, int exitCode) implements Outcome {}

    /** It goes on without the lock and ends some time. */
    record Begun(CompletableFuture<Done> done) implements Outcome {}

    /** It has to be run again with all its input. */
    record WaitsForInput() implements Outcome {}

    record CannotStart(String reason) implements Outcome {}

    record NotRunning() implements Outcome {}

    /** Absent for a container that did not start or, for the previous one, was not started again. */
    Optional<Log> log(Place place, boolean previous);

    Outcome run(Place place, List<String> command, Optional<String> input);

    boolean runs(Place place);
}
