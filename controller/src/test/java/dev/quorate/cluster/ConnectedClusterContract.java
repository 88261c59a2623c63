package dev.quorate.cluster;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract for a cluster that a kubeconfig leads to, with the client that production uses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConnectedClusterContract extends ClusterContract {

    private Optional<ClientTransport> client = Optional.empty();

    /** @param folder for a kubeconfig that has to be written first */
    abstract Path kubeconfig(Path folder) throws Exception;

    @BeforeAll
    void connect(@TempDir Path folder) throws Exception {
        ClusterAccess access = new ClusterAccess(Optional.of(kubeconfig(folder)), Optional.empty());
        client = Optional.of(new ClientTransport(access));
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
