package dev.quorate.cluster;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Any cluster that a kubeconfig names; it is left as it was, but for the definition of StatefulApp. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfEnvironmentVariable(
        named = RealClusterTest.KUBECONFIG,
        matches = ".+",
        disabledReason = "no real cluster: name one in QUORATE_E2E_KUBECONFIG")
class RealClusterTest extends ClusterContract {

    static final String KUBECONFIG = "QUORATE_E2E_KUBECONFIG";

    private Optional<ClientTransport> client = Optional.empty();

    @BeforeAll
    void connect() throws ClusterException {
        Path kubeconfig = Path.of(System.getenv(KUBECONFIG));
        client = Optional.of(new ClientTransport(new ClusterAccess(Optional.of(kubeconfig), Optional.empty())));
    }

    @AfterAll
    void disconnect() {
        client.ifPresent(ClientTransport::close);
    }

    @Override
    ApiTransport transport() {
        return client.orElseThrow();
    }

    @Override
    WatchTransport watches() {
        return client.orElseThrow();
    }
}
