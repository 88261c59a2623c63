package dev.quorate.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.simulator.http.FaceFaults;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A controller that may not see Secrets, which apps of one engine have and those of others do not. */
final class MissingRightTest {

    private static final String SECRETS = "/api/v1/namespaces/%s/secrets/orders-erlang-cookie";
    private static final String SERVICES = "/api/v1/namespaces/%s/services/orders";

    @TempDir
    private Path folder;

    @Test
    void holdsUpThoseAppsAloneThatNeedIt() throws Exception {
        Place.Simulated place = Place.Simulated.start(folder);
        FaceFaults rights = place.cluster().http().faults();
        rights.forbid("secrets");
        try (World world = World.open(place, folder, "rights")) {
            AppLife orders = world.app("orders");
            orders.commit("Add orders", "engine: rabbitmq\nreplicas: 3\nstorage: {size: 1Gi}\n");
            AppLife web = world.app("web");
            web.commit("Add web", Changes.spec(2, "nginx:1.27"));
            orders.awaitSaid("RightMissing");
            orders.awaitSaid("the right to get, list and watch secrets in all namespaces");
            web.awaitReady();
            String plan = orders.plan();
            assertTrue(plan.contains("RightMissing"), plan);
            assertTrue(world.get(world.path(SERVICES), Map.of()).isMissingNode());

            rights.allow("secrets");
            orders.await(
                    "its cookie is made",
                    () -> !world.get(world.path(SECRETS), Map.of()).isMissingNode());
        }
    }
}
