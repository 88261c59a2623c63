package dev.quorate.simulator.behaviour;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What comes of a command that somebody runs in a container. */
public sealed interface Execution {

    /** It ran to its end. */
    record Done(String out, String err, int exitCode) implements Execution {}

    /** It reads its input to the end first, so it has to be run again with all of it. */
    record WaitsForInput() implements Execution {}

    /** It runs outside of the simulator's lock; the future ends with what came of it. */
    record Begun(CompletableFuture<Done> done) implements Execution {}

    /** There is no such program in the container. */
    record NotFound(String reason) implements Execution {}

    static Execution printed(String out) {
        return new Done(out, "", 0);
    }

    /** The few commands that every simulated container knows. */
    static Execution common(PodContext context, List<String> command, Optional<String> input) {
        if (command.isEmpty()) {
            return new NotFound("args must not be empty");
        }
        String program = command.get(0);
        return switch (program) {
            case "true" -> printed("");
            case "false" -> new Done("", "", 1);
            case "echo" -> printed(String.join(" ", command.subList(1, command.size())) + "\n");
            case "hostname" -> printed(context.name() + "\n");
            case "cat" -> input.map(Execution::printed).orElseGet(WaitsForInput::new);
            default ->
                new NotFound("unable to start container process: exec: \"" + program
                        + "\": executable file not found in $PATH");
        };
    }
}
