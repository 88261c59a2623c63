package dev.quorate.simulation;

import dev.quorate.simulator.store.Key;
import dev.quorate.state.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What clients write, who have found their way by an app's Service. */
final class Writing {

    private static final Duration PACE = Duration.ofMillis(500);

    private final World world;
    private final List<App> apps;
    private int writes;
    private Instant next = Instant.MIN;

    Writing(World world, List<App> apps) {
        this.world = world;
        this.apps = apps;
    }

    /** A client that found its way by the app's Service writes through some member; what is acknowledged must never be lost. */
    void write(Choice choice) {
        var views = world.running().in(Workload.NAMESPACE).stream()
                .filter(view -> forClients(view.pod()))
                .toList();
        if (views.isEmpty()) {
            return;
        }
        Running.View view = views.get(choice.which(views.size()));
        Optional<App> watched = apps.stream()
                .filter(app -> app.sentinels(1) > 0 && view.pod().startsWith(Workload.prefix(app)))
                .findFirst();
        if (watched.isPresent()) { // it asks everybody who takes writes
            views.forEach(one -> write(one.pod(), ++writes));
        } else {
            write(view.pod(), ++writes);
        }
    }

    void goesOn() {
        if (world.time().now().isBefore(next)) {
            return;
        }
        next = world.time().now().plus(PACE);
        apps.stream()
                .filter(app -> app.sentinels(1) > 0)
                .flatMap(app -> world.running().in(Workload.NAMESPACE).stream()
                        .filter(view -> view.pod().startsWith(Workload.prefix(app)) && forClients(view.pod())))
                .forEach(view -> write(view.pod(), ++writes));
    }

    private void write(String pod, int number) {
        Key key = new Key(world.kind(Kind.POD), Workload.NAMESPACE, pod.substring(pod.indexOf('/') + 1));
        world.simulator().store().get(key).ifPresent(tree -> {
            String address = tree.at("/status/podIP").asText();
            apps.stream()
                    .filter(app -> pod.startsWith(Workload.prefix(app)))
                    .findFirst()
                    .ifPresent(app -> Clients.write(app, number)
                            .forEach(request -> world.simulator().request(address, request)));
        });
    }

    private boolean forClients(String pod) {
        String app = pod.substring(pod.indexOf('/') + 1, pod.lastIndexOf('-'));
        return world.simulator()
                .store()
                .get(new Key(world.kind(Kind.SERVICE), Workload.NAMESPACE, app))
                .isPresent();
    }
}
