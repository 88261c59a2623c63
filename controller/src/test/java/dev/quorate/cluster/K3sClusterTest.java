package dev.quorate.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** A real Kubernetes, where there is a container engine. */
@Testcontainers(disabledWithoutDocker = true)
class K3sClusterTest extends ConnectedClusterContract {

    @Container
    private static final K3sContainer K3S = new K3sContainer(DockerImageName.parse("rancher/k3s:v1.33.1-k3s1"));

    @Override
    Path kubeconfig(Path folder) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), K3S.getKubeConfigYaml());
    }
}
