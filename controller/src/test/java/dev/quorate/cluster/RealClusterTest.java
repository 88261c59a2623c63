package dev.quorate.cluster;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Any cluster that a kubeconfig names; it is left as it was, but for the definition of StatefulApp. */
@EnabledIfEnvironmentVariable(
        named = RealClusterTest.KUBECONFIG,
        matches = ".+",
        disabledReason = "no real cluster: name one in QUORATE_E2E_KUBECONFIG")
class RealClusterTest extends ConnectedClusterContract {

    static final String KUBECONFIG = "QUORATE_E2E_KUBECONFIG";

    @Override
    Path kubeconfig(Path folder) {
        return Path.of(System.getenv(KUBECONFIG));
    }
}
