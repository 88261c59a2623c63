package dev.quorate.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** A real Kubernetes, where there is a container engine. */
@Testcontainers(disabledWithoutDocker = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class K3sClusterTest extends ClusterContract {

    @Container
    private static final K3sContainer K3S = new K3sContainer(DockerImageName.parse("rancher/k3s:v1.33.1-k3s1"));

    private Optional<ClientTransport> client = Optional.empty();

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException, ClusterException {
        Path kubeconfig = folder.resolve("kubeconfig");
        Files.writeString(kubeconfig, K3S.getKubeConfigYaml());
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
