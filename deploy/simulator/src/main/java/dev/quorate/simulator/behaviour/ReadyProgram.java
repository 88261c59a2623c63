package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A server that is ready as soon as it runs and answers every path but {@code /never}, for probes that must not pass. */
final class ReadyProgram implements PodProgram {

    private final String name;
    private final List<Integer> ports = new ArrayList<>();
    private boolean running;

    ReadyProgram(ObjectNode pod) {
        name = pod.path("metadata").path("name").asText();
        for (JsonNode container : pod.path("spec").path("containers")) {
            container
                    .path("ports")
                    .forEach(port -> ports.add(port.path("containerPort").asInt()));
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean ready() {
        return running;
    }

    @Override
    public List<Integer> ports() {
        return ports;
    }

    @Override
    public ProgramReply handle(ProgramRequest request) {
        boolean never = request.pathOnly().equals("/never");
        return never ? ProgramReply.text(404, "404 page not found\n") : ProgramReply.text(200, name + "\n");
    }
}
