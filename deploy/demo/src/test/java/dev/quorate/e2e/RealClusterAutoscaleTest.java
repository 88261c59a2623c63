package dev.quorate.e2e;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Any cluster that a kubeconfig names, in a namespace of its own; it keeps the definitions of StatefulApp and ScaleTarget. */
@EnabledIfEnvironmentVariable(
        named = "QUORATE_E2E_KUBECONFIG",
        matches = ".+",
        disabledReason = "no real cluster: name one in QUORATE_E2E_KUBECONFIG")
final class RealClusterAutoscaleTest extends ObserversContract {

    @Override
    Place place(Path folder) {
        return new Place.Named(Path.of(System.getenv("QUORATE_E2E_KUBECONFIG")));
    }
}
