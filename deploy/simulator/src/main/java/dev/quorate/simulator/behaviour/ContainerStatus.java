package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One container in the status of its pod.
 *
 * @param started whether it runs and has passed its startup probe, if it has one
 */
public record ContainerStatus(
        String name,
        String image,
        ContainerState state,
        Optional<ContainerState> lastState,
        boolean ready,
        boolean started,
        int restarts) {

    ObjectNode json() {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("name", name);
        status.set("state", state.json());
        status.set("lastState", lastState.map(ContainerState::json).orElseGet(JsonNodeFactory.instance::objectNode));
        status.put("ready", ready).put("restartCount", restarts);
        status.put("image", image).put("imageID", "");
        return status.put("started", started);
    }
}
