package dev.quorate.simulator.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The defaults of pod specs, alone and inside templates. Trees are changed in place. */
final class PodDefaults {

    private static final int FILE_MODE = 420;

    private PodDefaults() {}

    static void spec(ObjectNode spec) {
        Trees.put(spec, "restartPolicy", "Always");
        Trees.put(spec, "terminationGracePeriodSeconds", 30);
        Trees.put(spec, "dnsPolicy", "ClusterFirst");
        Trees.put(spec, "schedulerName", "default-scheduler");
        Trees.child(spec, "securityContext");
        if (spec.has("serviceAccountName")) {
            Trees.put(spec, "serviceAccount", spec.path("serviceAccountName").asText());
        }
        for (String list : List.of("initContainers", "containers")) {
            Trees.objects(spec.path(list)).forEach(PodDefaults::container);
        }
        Trees.objects(spec.path("volumes")).forEach(PodDefaults::volume);
    }

    private static void container(ObjectNode container) {
        Trees.child(container, "resources");
        Trees.put(container, "terminationMessagePath", "/dev/termination-log");
        Trees.put(container, "terminationMessagePolicy", "File");
        Trees.put(
                container, "imagePullPolicy", pullPolicy(container.path("image").asText()));
        Trees.objects(container.path("ports")).forEach(port -> Trees.put(port, "protocol", "TCP"));
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            Trees.object(container.path(probe)).ifPresent(PodDefaults::probe);
        }
        Trees.objects(container.path("env")).forEach(variable -> fieldRef(variable.path("valueFrom")));
        for (JsonNode hook : container.path("lifecycle")) {
            Trees.object(hook.path("httpGet")).ifPresent(PodDefaults::httpGet);
        }
    }

    private static void probe(ObjectNode probe) {
        Trees.object(probe.path("httpGet")).ifPresent(PodDefaults::httpGet);
        Trees.object(probe.path("grpc")).ifPresent(grpc -> Trees.put(grpc, "service", ""));
        Trees.put(probe, "timeoutSeconds", 1);
        Trees.put(probe, "periodSeconds", 10);
        Trees.put(probe, "successThreshold", 1);
        Trees.put(probe, "failureThreshold", 3);
    }

    private static void httpGet(ObjectNode get) {
        Trees.put(get, "path", "/");
        Trees.put(get, "scheme", "HTTP");
    }

    private static void volume(ObjectNode volume) {
        if (volume.size() == 1) {
            volume.putObject("emptyDir");
        }
        for (String source : List.of("configMap", "secret", "projected", "downwardAPI")) {
            Trees.object(volume.path(source)).ifPresent(each -> Trees.put(each, "defaultMode", FILE_MODE));
        }
        Trees.object(volume.path("hostPath")).ifPresent(path -> Trees.put(path, "type", ""));
        volume.path("downwardAPI").path("items").forEach(PodDefaults::fieldRef);
        for (JsonNode source : volume.path("projected").path("sources")) {
            source.path("downwardAPI").path("items").forEach(PodDefaults::fieldRef);
            Trees.object(source.path("serviceAccountToken"))
                    .ifPresent(token -> Trees.put(token, "expirationSeconds", 3600));
        }
        claim(volume.path("ephemeral").path("volumeClaimTemplate").path("spec"));
    }

    private static void claim(JsonNode spec) {
        Trees.object(spec).ifPresent(claim -> Trees.put(claim, "volumeMode", "Filesystem"));
    }

    private static void fieldRef(JsonNode holder) {
        Trees.object(holder.path("fieldRef")).ifPresent(ref -> Trees.put(ref, "apiVersion", "v1"));
    }

    private static String pullPolicy(String image) {
        String tail = image.substring(image.lastIndexOf('/') + 1);
        boolean digest = tail.contains("@");
        boolean latest = !digest && (!tail.contains(":") || tail.endsWith(":latest"));
        return latest ? "Always" : "IfNotPresent";
    }
}
