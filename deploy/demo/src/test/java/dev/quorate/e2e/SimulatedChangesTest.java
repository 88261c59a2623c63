package dev.quorate.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SimulatedChangesTest extends AnswersContract {

    private Optional<Place.Simulated> simulated = Optional.empty();

    @Override
    Place place(Path folder) throws IOException {
        Place.Simulated place = Place.Simulated.start(folder);
        simulated = Optional.of(place);
        return place;
    }

    /** What a container that hangs or restarts does: it is no lost member, and no client is sent to it. */
    @ParameterizedTest
    @MethodSource("engines")
    void aMemberThatIsNotReadyGetsNoClientsAndStays(MemberEngine engine) {
        AppLife app = three(engine, "unready");
        String pod = app.name() + "-1";
        List<String> members = app.memberIds();
        app.await("all serve", () -> addresses(app, engine) == 3);
        breaks(faults -> faults.blockReadiness(world().namespace(), pod));
        app.await("two serve", () -> addresses(app, engine) == 2);
        app.awaitSaid(pod + " is a member and its pod is not Ready");
        breaks(faults -> faults.unblockReadiness(world().namespace(), pod));
        app.await("all serve again", () -> addresses(app, engine) == 3);
        app.awaitReady();
        assertEquals(members, app.memberIds());
    }

    private int addresses(AppLife app, MemberEngine engine) {
        String path = world().path("/api/v1/namespaces/%s/endpoints/") + engine.service(app);
        JsonNode endpoints = world().get(path, Map.of());
        return endpoints.at("/subsets/0/addresses").size();
    }

    private void breaks(Consumer<Faults> fault) {
        Place.Simulated place = simulated.orElseThrow();
        place.cluster().locked(() -> {
            fault.accept(place.cluster().simulator().faults());
            return true;
        });
    }
}
