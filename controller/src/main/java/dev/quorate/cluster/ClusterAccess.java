package dev.quorate.cluster;

import dev.quorate.cluster.ClusterException.Reason;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Which cluster is meant and who asks, found as kubectl finds it: the file that is named, {@code KUBECONFIG}, the pod's own
 * service account, {@code ~/.kube/config}.
 */
public record ClusterAccess(Optional<Path> kubeconfig, Optional<String> context) {

    /** Tokens from credential plugins are asked for again in this time: they live for some minutes more. */
    private static final Duration PLUGIN_REFRESH = Duration.ofMinutes(5);

    private static final String KUBECONFIG = "KUBECONFIG";
    private static final String IN_CLUSTER = "KUBERNETES_SERVICE_HOST";

    public static ClusterAccess find(
            Optional<Path> named, Optional<String> context, Map<String, String> environment, Path home)
            throws ClusterException {
        if (named.isPresent()) {
            return new ClusterAccess(named, context);
        }
        String paths = environment.getOrDefault(KUBECONFIG, "");
        if (paths.contains(File.pathSeparator)) {
            throw new ClusterException(
                    Reason.INVALID,
                    "KUBECONFIG names several files (" + paths
                            + "), which are not merged here; name one with --kubeconfig");
        }
        if (!paths.isEmpty()) {
            return new ClusterAccess(Optional.of(Path.of(paths)), context);
        }
        if (environment.containsKey(IN_CLUSTER) && context.isEmpty()) {
            return new ClusterAccess(Optional.empty(), Optional.empty());
        }
        return new ClusterAccess(Optional.of(home.resolve(".kube").resolve("config")), context);
    }

    /** Whether pods can be dialled by their addresses. */
    public boolean insideCluster() {
        return kubeconfig.isEmpty();
    }

    ApiClient client() throws ClusterException {
        return kubeconfig.isPresent() ? fromFile(kubeconfig.get()) : fromServiceAccount();
    }

    private static ApiClient fromServiceAccount() throws ClusterException {
        try {
            return ClientBuilder.cluster().build();
        } catch (IOException | RuntimeException broken) {
            throw new ClusterException(
                    Reason.INVALID,
                    "cannot use the pod's service account: " + broken.getMessage()
                            + " (is automountServiceAccountToken switched off?)");
        }
    }

    private ApiClient fromFile(Path file) throws ClusterException {
        if (!Files.isReadable(file)) {
            throw new ClusterException(
                    Reason.INVALID, "there is no kubeconfig at " + file + "; name one with --kubeconfig or KUBECONFIG");
        }
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            KubeConfig config = KubeConfig.loadKubeConfig(reader);
            config.setFile(file.toFile());
            choose(config, file);
            return ClientBuilder.kubeconfig(config, PLUGIN_REFRESH).build();
        } catch (IOException | RuntimeException broken) {
            throw new ClusterException(
                    Reason.INVALID, "cannot use the kubeconfig at " + file + ": " + broken.getMessage());
        }
    }

    private void choose(KubeConfig config, Path file) throws ClusterException {
        if (context.isPresent() && !config.setContext(context.get())) {
            throw new ClusterException(
                    Reason.INVALID,
                    "the kubeconfig at " + file + " has no context " + context.get()
                            + "; kubectl config get-contexts lists them");
        }
        if (config.getServer() == null) {
            throw new ClusterException(
                    Reason.INVALID, "the kubeconfig at " + file + " has no current context; choose one with --context");
        }
    }
}
