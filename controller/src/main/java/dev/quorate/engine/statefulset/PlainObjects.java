package dev.quorate.engine.statefulset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.AppObjects;
import dev.quorate.engine.Engine;
import dev.quorate.engine.PodOverlay;
import dev.quorate.schema.StatefulApp;
import dev.quorate.schema.Storage;
import dev.quorate.schema.UpdateStrategy;
import dev.quorate.state.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What the plain engine makes of a spec. */
final class PlainObjects {

    private static final String CONTAINER = "app";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final StatefulApp app;
    private final JsonNode options;
    private final AppObjects objects;

    PlainObjects(StatefulApp app, Engine.Site site) {
        this.app = app;
        this.options = app.options();
        this.objects =
                new AppObjects(app, site, StatefulSetEngine.NAME, app.name().name());
    }

    /** The name of the engine's own container. */
    static String container(JsonNode options) {
        return options.path("containerName").asText(CONTAINER);
    }

    private String headless() {
        String set = app.name().name();
        return options.path("serviceName").asText(AppObjects.headlessName(set));
    }

    /** A headless Service of the app's own name leaves none for another. */
    List<Manifest> others() {
        List<Manifest> others = new ArrayList<>();
        others.add(objects.headlessService(servicePorts()).with(tree -> {
            ((ObjectNode) tree.get("metadata")).put("name", headless());
        }));
        if (!options.path("ports").isEmpty() && !headless().equals(app.name().name())) {
            others.add(clientService());
        }
        others.add(objects.disruptionBudget(
                options.path("podDisruptionBudget") instanceof ObjectNode limit
                        ? limit.deepCopy()
                        : AppObjects.maxUnavailable(1)));
        return others;
    }

    /** Created with the partition at rest: a change of the template waits until the planner steps it down. */
    Manifest statefulSet(int replicas) {
        ObjectNode spec = JSON.objectNode();
        spec.put("podManagementPolicy", options.path("podManagementPolicy").asText("OrderedReady"));
        ObjectNode update = spec.putObject("updateStrategy");
        if (app.component().updateStrategy().type() == UpdateStrategy.Type.ON_DELETE) {
            update.put("type", "OnDelete");
        } else {
            update.put("type", "RollingUpdate");
            update.putObject("rollingUpdate").put("partition", replicas);
        }
        copy(spec, "minReadySeconds");
        copy(spec, "revisionHistoryLimit");
        List<ObjectNode> templates = new ArrayList<>();
        for (JsonNode claim : options.path("volumeClaims")) {
            templates.add(objects.claimTemplate(claim.path("name").asText(), storage(claim)));
        }
        return objects.statefulSet(replicas, podSpec(), templates, spec).with(tree -> {
            ObjectNode all = (ObjectNode) tree.get("spec");
            all.put("serviceName", headless());
            all.set(
                    "template",
                    PodOverlay.apply(
                            (ObjectNode) all.get("template"), app.component().pod()));
        });
    }

    List<String> claims() {
        return StreamSupport.stream(options.path("volumeClaims").spliterator(), false)
                .map(claim -> claim.path("name").asText())
                .toList();
    }

    private ObjectNode podSpec() {
        ObjectNode pod = JSON.objectNode();
        pod.put(
                "terminationGracePeriodSeconds",
                options.path("terminationGracePeriodSeconds").asInt(30));
        pod.put("automountServiceAccountToken", false);
        copy(pod, "serviceAccountName");
        copy(pod, "imagePullSecrets");
        pod.putArray("containers").add(container());
        return pod;
    }

    private ObjectNode container() {
        ObjectNode container = JSON.objectNode();
        container.put("name", container(options));
        for (String field : List.of("image", "imagePullPolicy", "command", "args", "ports", "env", "securityContext")) {
            copy(container, field);
        }
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            copy(container, probe);
        }
        if (!app.component().resources().isEmpty()) {
            container.set("resources", app.component().resources().deepCopy());
        }
        mounts(container);
        return container;
    }

    private void mounts(ObjectNode container) {
        ArrayNode mounts = JSON.arrayNode();
        ArrayNode devices = JSON.arrayNode();
        for (JsonNode claim : options.path("volumeClaims")) {
            boolean block = claim.has("devicePath");
            ObjectNode mount = (block ? devices : mounts).addObject();
            mount.put("name", claim.path("name").asText());
            String path = block ? "devicePath" : "mountPath";
            mount.put(path, claim.path(path).asText());
        }
        options.path("volumeMounts").forEach(mount -> mounts.add(mount.deepCopy()));
        if (!mounts.isEmpty()) {
            container.set("volumeMounts", mounts);
        }
        if (!devices.isEmpty()) {
            container.set("volumeDevices", devices);
        }
    }

    private Manifest clientService() {
        JsonNode wanted = options.path("service");
        return objects.clientService(servicePorts()).with(tree -> {
            ObjectNode spec = (ObjectNode) tree.get("spec");
            for (String field : List.of("type", "sessionAffinity", "externalTrafficPolicy")) {
                if (wanted.has(field)) {
                    spec.set(field, wanted.get(field));
                }
            }
            if (wanted.path("annotations") instanceof ObjectNode annotations) {
                tree.withObjectProperty("metadata")
                        .withObjectProperty("annotations")
                        .setAll(annotations.deepCopy());
            }
        });
    }

    private ArrayNode servicePorts() {
        ArrayNode ports = JSON.arrayNode();
        for (JsonNode port : options.path("ports")) {
            ObjectNode service = ports.addObject();
            service.put("name", port.path("name").asText());
            service.put("port", port.path("containerPort").asInt());
            service.put("targetPort", port.path("name").asText());
            service.put("protocol", port.path("protocol").asText("TCP"));
        }
        return ports;
    }

    private static Storage storage(JsonNode claim) {
        List<String> modes = StreamSupport.stream(claim.path("accessModes").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        return new Storage(
                claim.path("size").asText(),
                Optional.of(claim.path("storageClassName"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::asText),
                modes.isEmpty() ? List.of("ReadWriteOnce") : modes,
                Optional.of(claim.path("volumeMode"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::asText));
    }

    private void copy(ObjectNode target, String field) {
        if (options.has(field)) {
            target.set(field, options.get(field).deepCopy());
        }
    }
}
