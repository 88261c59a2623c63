package dev.quorate.simulation;

import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import dev.quorate.simulator.store.Key;
import dev.quorate.state.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A queue that clients declare with more copies than others have, and delete again. */
final class Copies {

    private static final int MANAGEMENT = 15672;
    private static final String QUEUE = "/api/queues/%2F/many";

    /** Who has just decided did not see what came since. */
    private static final Duration NOTICED = Duration.ofMinutes(1);

    private final World world;
    private int meant;
    private Instant since = Instant.MIN;

    Copies(World world) {
        this.world = world;
    }

    /** @param copies 0: it is deleted, and it may be that there is none */
    void mean(int copies) {
        boolean gone = meant == 0 || ask(new ProgramRequest(MANAGEMENT, "DELETE", QUEUE, ""));
        String body =
                "{\"durable\": true, \"arguments\": {\"x-queue-type\": \"quorum\", \"x-quorum-initial-group-size\": "
                        + copies + "}}";
        if (gone) {
            meant = copies > 0 && ask(new ProgramRequest(MANAGEMENT, "PUT", QUEUE, body)) ? copies : 0;
            since = world.time().now();
        }
        world.timeline().add("queue", () -> "is meant to have " + meant + " copies");
    }

    private boolean ask(ProgramRequest request) {
        return world.running().in(Workload.NAMESPACE).stream()
                .filter(view -> view.pod().startsWith(Workload.NAMESPACE + "/" + App.ORDERS.name() + "-"))
                .findFirst()
                .flatMap(view -> world.simulator()
                        .store()
                        .get(new Key(
                                world.kind(Kind.POD),
                                Workload.NAMESPACE,
                                view.pod().substring(view.pod().indexOf('/') + 1))))
                .flatMap(
                        pod -> world.simulator().request(pod.at("/status/podIP").asText(), request))
                .map(ProgramReply::status)
                .filter(status -> status / 100 == 2)
                .isPresent();
    }

    int meant() {
        return meant;
    }

    /** The fewest members with enough room for it, if whoever decides now must know. */
    Optional<Integer> needs() {
        boolean noticed = since.plus(NOTICED).isBefore(world.time().now());
        return noticed && world.sleeps() == 0 ? Optional.of(meant).filter(copies -> copies > 0) : Optional.empty();
    }
}
