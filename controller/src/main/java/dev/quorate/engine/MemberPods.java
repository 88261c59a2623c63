package dev.quorate.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.schema.ComponentSpec;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.Labels;

/**
 * What the pods of members have alike, whatever their engine: nobody is root, no two stand on one node, and a container that
 * runs first obeys the start ConfigMap. An engine adds commands, ports, probes and volumes.
 */
public final class MemberPods {

    /** The container that decides whether the member may start. */
    public static final String START_CONTAINER = "start";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final StatefulApp app;
    private final ComponentSpec component;
    private final int user;

    /** @param user whom the engine's image is made for */
    public MemberPods(StatefulApp app, ComponentSpec component, int user) {
        this.app = app;
        this.component = component;
        this.user = user;
    }

    public ObjectNode pod(int graceSeconds, Labels frozen) {
        ObjectNode pod = JSON.objectNode();
        pod.put("terminationGracePeriodSeconds", graceSeconds);
        pod.put("automountServiceAccountToken", false);
        pod.set("securityContext", security());
        pod.set("affinity", oneNodeEach(frozen));
        return pod;
    }

    private ObjectNode security() {
        ObjectNode security = JSON.objectNode();
        security.put("runAsNonRoot", true);
        security.put("runAsUser", user);
        security.put("runAsGroup", user);
        security.put("fsGroup", user);
        security.put("fsGroupChangePolicy", "OnRootMismatch");
        security.putObject("seccompProfile").put("type", "RuntimeDefault");
        return security;
    }

    /**
     * Required, not preferred: two members on one node make one failure into two, unseen until it happens. Who has fewer nodes
     * than members says so with an {@code affinity} of his own, which takes the place of this one.
     */
    private static ObjectNode oneNodeEach(Labels frozen) {
        ObjectNode affinity = JSON.objectNode();
        ObjectNode term = affinity.putObject("podAntiAffinity")
                .putArray("requiredDuringSchedulingIgnoredDuringExecution")
                .addObject();
        term.putObject("labelSelector").set("matchLabels", frozen.tree());
        term.put("topologyKey", "kubernetes.io/hostname");
        return affinity;
    }

    /** All containers of a pod run with the same means, so that the first adds nothing to what the scheduler must find. */
    public ObjectNode container(String name, String image) {
        ObjectNode container = JSON.objectNode();
        container.put("name", name);
        container.put("image", image);
        JsonNode pullPolicy = app.options().path("imagePullPolicy");
        if (pullPolicy.isTextual()) {
            container.set("imagePullPolicy", pullPolicy);
        }
        if (!component.resources().isEmpty()) {
            container.set("resources", component.resources().deepCopy());
        }
        ObjectNode security = container.putObject("securityContext");
        security.put("allowPrivilegeEscalation", false);
        security.put("readOnlyRootFilesystem", true);
        security.putObject("capabilities").putArray("drop").add("ALL");
        return container;
    }

    /** The container that runs first; its environment begins with the pod's name. */
    public ObjectNode startContainer(String image, String shell, String script) {
        ObjectNode container = container(START_CONTAINER, image);
        container.putArray("command").add(shell).add("-c").add(script);
        container
                .putArray("env")
                .addObject()
                .put("name", "POD_NAME")
                .putObject("valueFrom")
                .putObject("fieldRef")
                .put("fieldPath", "metadata.name");
        // The last lines of its log become the container's message, where people and the controller read why it
        // refused.
        container.put("terminationMessagePolicy", "FallbackToLogsOnError");
        return container;
    }

    public static void env(ObjectNode container, String name, String value) {
        container.withArrayProperty("env").addObject().put("name", name).put("value", value);
    }

    public static void mount(ObjectNode container, String volume, String path) {
        mounts(container).addObject().put("name", volume).put("mountPath", path);
    }

    public static void mountReadOnly(ObjectNode container, String volume, String path) {
        mounts(container).addObject().put("name", volume).put("mountPath", path).put("readOnly", true);
    }

    private static ArrayNode mounts(ObjectNode container) {
        return container.withArrayProperty("volumeMounts");
    }

    /** @param numberField as the number is called, which a Service and a container do differently */
    public static void port(ArrayNode ports, String name, String numberField, int number) {
        ports.addObject().put("name", name).put(numberField, number).put("protocol", "TCP");
    }
}
