package dev.quorate.simulator.autoscale;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod of the target, as an autoscaler looks at it.
 *
 * @param gone it is being deleted, or has failed
 * @param readiness its Ready condition, once it has one
 */
public record TargetPod(
        String name,
        boolean gone,
        boolean pending,
        boolean runningAndReady,
        Optional<Readiness> readiness,
        Optional<Instant> started,
        List<Container> containers) {

    public TargetPod {
        containers = List.copyOf(containers);
    }

    public record Readiness(boolean ready, Instant since) {}

    /** @param requests in thousandths, by resource */
    public record Container(String name, Map<String, Long> requests) {
        public Container {
            requests = Map.copyOf(requests);
        }
    }

    /** What it, or one container of it, asks for; every container has to say so. */
    long request(String resource, Optional<String> onlyContainer) {
        long sum = 0;
        for (Container container : containers) {
            if (onlyContainer.isPresent() && !onlyContainer.get().equals(container.name())) {
                continue;
            }
            Long request = container.requests().get(resource);
            if (request == null) {
                throw new MetricException(
                        "missing request for " + resource + " in container " + container.name() + " of Pod " + name);
            }
            sum += request;
        }
        return sum;
    }
}
