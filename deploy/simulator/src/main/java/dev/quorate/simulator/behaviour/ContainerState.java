package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Metadata;
import java.time.Instant;

/** The state of a container in the words of the pod's status. */
public sealed interface ContainerState {

    int KILLED = 137;
    String OUT_OF_MEMORY = "OOMKilled";

    /** Under its own key, as in {@code state} and {@code lastState}. */
    ObjectNode json();

    record Waiting(String reason, String message) implements ContainerState {
        @Override
        public ObjectNode json() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            ObjectNode waiting = state.putObject("waiting").put("reason", reason);
            if (!message.isEmpty()) {
                waiting.put("message", message);
            }
            return state;
        }
    }

    record Running(Instant since) implements ContainerState {
        @Override
        public ObjectNode json() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.putObject("running").put("startedAt", Metadata.timestamp(since));
            return state;
        }
    }

    /** @param message its last words; empty where it left none */
    record Terminated(int exitCode, String reason, String message, Instant since, Instant end)
            implements ContainerState {

        public Terminated(int exitCode, String reason, Instant since, Instant end) {
            this(exitCode, reason, "", since, end);
        }

        @Override
        public ObjectNode json() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            ObjectNode terminated =
                    state.putObject("terminated").put("exitCode", exitCode).put("reason", reason);
            if (!message.isEmpty()) {
                terminated.put("message", message);
            }
            terminated.put("startedAt", Metadata.timestamp(since)).put("finishedAt", Metadata.timestamp(end));
            return state;
        }
    }

    /** What a kubelet says of an exit that nothing more is known of. */
    static String reason(int exitCode) {
        return exitCode == 0 ? "Completed" : "Error";
    }

    static ContainerState creating() {
        return new Waiting("ContainerCreating", "");
    }
}
