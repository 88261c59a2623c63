package dev.quorate.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The simulated API server over HTTP, with the client that production uses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpClusterTest extends ClusterContract {

    private Optional<SimulatedFace> simulated = Optional.empty();

    @BeforeAll
    void listen() throws IOException, ClusterException {
        simulated = Optional.of(new SimulatedFace(Duration.ofSeconds(20)));
    }

    @AfterAll
    void end() throws IOException {
        simulated.orElseThrow().close();
    }

    @Override
    ApiTransport transport() {
        return simulated.orElseThrow().client();
    }

    @Override
    WatchTransport watches() {
        return simulated.orElseThrow().client();
    }
}
