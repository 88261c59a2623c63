package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Which program a pod runs, by its spec: the first that fits, otherwise one that is ready as soon as it runs. */
public final class Programs {

    private final List<Entry> entries = new ArrayList<>();

    private record Entry(Predicate<ObjectNode> fits, PodProgram.Factory factory) {}

    /** Programs registered later are asked first. */
    public Programs register(Predicate<ObjectNode> podFits, PodProgram.Factory factory) {
        entries.add(0, new Entry(podFits, factory));
        return this;
    }

    /** Pods whose first container has an image of this name, whatever its registry and tag. */
    public static Predicate<ObjectNode> image(String name) {
        return pod -> {
            String image =
                    pod.path("spec").path("containers").path(0).path("image").asText();
            String last = image.substring(image.lastIndexOf('/') + 1);
            return last.equals(name) || last.startsWith(name + ":") || last.startsWith(name + "@");
        };
    }

    /** Pods whose first container starts this command, with any folder before it. */
    public static Predicate<ObjectNode> command(String name) {
        return pod -> {
            JsonNode container = pod.path("spec").path("containers").path(0);
            String command = container.path("command").path(0).asText();
            return command.equals(name) || command.endsWith("/" + name);
        };
    }

    PodProgram create(ObjectNode pod, PodContext context) {
        return entries.stream()
                .filter(each -> each.fits().test(pod))
                .findFirst()
                .map(each -> each.factory().create(context))
                .orElseGet(() -> new ReadyProgram(pod));
    }
}
