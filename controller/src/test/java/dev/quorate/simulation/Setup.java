package dev.quorate.simulation;

import dev.quorate.cluster.Definition;
import dev.quorate.simulator.api.ApiReply;
import dev.quorate.simulator.api.ApiRequest;
import java.time.Duration;

/** What an administrator does before the controller runs. */
final class Setup {

    private Setup() {}

    static void install(World world) {
        post(world, "/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + Workload.NAMESPACE + "\"}}");
        Definition.all()
                .forEach(definition -> post(
                        world,
                        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                        definition.tree().toString()));
        world.simulator().faults().loseImage(App.BROKEN_IMAGES);
        world.time().advance(Duration.ofSeconds(3));
    }

    private static void post(World world, String path, String body) {
        ApiReply reply = world.api().handle(ApiRequest.json("POST", path, body));
        if (reply.isError()) {
            throw new IllegalStateException(path + ": " + reply.body());
        }
    }
}
