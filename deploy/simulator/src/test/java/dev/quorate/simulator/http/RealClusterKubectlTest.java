package dev.quorate.simulator.http;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Any cluster that a kubeconfig names: what is asked of the simulated one is asked of it too. */
@EnabledIfEnvironmentVariable(
        named = RealClusterKubectlTest.KUBECONFIG,
        matches = ".+",
        disabledReason = "no real cluster: name one in QUORATE_E2E_KUBECONFIG")
class RealClusterKubectlTest extends KubectlContract {

    static final String KUBECONFIG = "QUORATE_E2E_KUBECONFIG";

    @Override
    Path kubeconfig(Path folder) {
        return Path.of(System.getenv(KUBECONFIG));
    }
}
