package dev.quorate.engine.etcd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.Labels;

/**
 * The pod of a member. It says nothing of the cluster's size or members, so no scale changes it: those come from the start
 * ConfigMap, through a script in a container of its own since etcd's image has no shell.
 */
final class EtcdPods {

    static final String CONTAINER = "etcd";
    static final String INIT_CONTAINER = "start";
    static final String CLAIM = "data";
    static final String START = "start";
    static final String RUN = "run";

    private static final int USER = 65532;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final StatefulApp app;
    private final EtcdDefaults defaults;
    private final EtcdVersion version;
    private final String set;

    EtcdPods(StatefulApp app, EtcdDefaults defaults, String set) {
        this.app = app;
        this.defaults = defaults;
        this.version = EtcdVersion.of(app, defaults);
        this.set = set;
    }

    ObjectNode spec(Labels frozen) {
        ObjectNode pod = JSON.objectNode();
        pod.put("terminationGracePeriodSeconds", 30);
        pod.put("automountServiceAccountToken", false);
        pod.set("securityContext", podSecurity());
        pod.set("affinity", oneNodeEach(frozen));
        pod.putArray("initContainers").add(startContainer());
        pod.putArray("containers").add(etcdContainer());
        ArrayNode volumes = pod.putArray("volumes");
        ObjectNode start = volumes.addObject();
        start.put("name", START);
        start.putObject("configMap").put("name", EtcdStart.configMapName(set));
        ObjectNode run = volumes.addObject();
        run.put("name", RUN);
        run.putObject("emptyDir");
        return pod;
    }

    private ObjectNode startContainer() {
        ObjectNode container =
                container(INIT_CONTAINER, app.options().path("initImage").asText(defaults.initImage()));
        container.putArray("command").add("/bin/sh").add("-c").add(EtcdStart.script());
        ArrayNode env = container.putArray("env");
        ObjectNode name = env.addObject();
        name.put("name", "POD_NAME");
        name.putObject("valueFrom").putObject("fieldRef").put("fieldPath", "metadata.name");
        env.addObject()
                .put("name", "ADVERTISE")
                .put("value", Addresses.DNS.host(app.name().namespace(), set, "$(POD_NAME)"));
        env.addObject().put("name", "SETTINGS").put("value", new EtcdFlags(app.config(), version).lines());
        ArrayNode mounts = container.putArray("volumeMounts");
        mount(mounts, CLAIM, "/var/lib/etcd", false);
        mount(mounts, START, "/etc/quorate/start", true);
        mount(mounts, RUN, "/etc/quorate/run", false);
        // The last lines of its log become the container's message, where people and the controller read why it
        // refused.
        container.put("terminationMessagePolicy", "FallbackToLogsOnError");
        return container;
    }

    private ObjectNode etcdContainer() {
        JsonNode image = app.options().path("image");
        ObjectNode container = container(
                CONTAINER,
                image.isTextual() ? image.asText() : version.image(defaults).orElse(""));
        container.putArray("command").add("etcd").add("--config-file=/etc/quorate/run/etcd.yaml");
        container.set("ports", ports("containerPort", true));
        new EtcdProbes(version).addTo(container);
        ArrayNode mounts = container.putArray("volumeMounts");
        mount(mounts, CLAIM, "/var/lib/etcd", false);
        mount(mounts, RUN, "/etc/quorate/run", true);
        return container;
    }

    /** Both containers run with the same means, so that the first adds nothing to what the scheduler must find. */
    private ObjectNode container(String name, String image) {
        ObjectNode container = JSON.objectNode();
        container.put("name", name);
        container.put("image", image);
        JsonNode pullPolicy = app.options().path("imagePullPolicy");
        if (pullPolicy.isTextual()) {
            container.set("imagePullPolicy", pullPolicy);
        }
        if (!app.component().resources().isEmpty()) {
            container.set("resources", app.component().resources().deepCopy());
        }
        ObjectNode security = container.putObject("securityContext");
        security.put("allowPrivilegeEscalation", false);
        security.put("readOnlyRootFilesystem", true);
        security.putObject("capabilities").putArray("drop").add("ALL");
        return container;
    }

    private static ObjectNode podSecurity() {
        ObjectNode security = JSON.objectNode();
        security.put("runAsNonRoot", true);
        security.put("runAsUser", USER);
        security.put("runAsGroup", USER);
        security.put("fsGroup", USER);
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

    static ArrayNode ports(String numberField, boolean peer) {
        ArrayNode ports = JSON.arrayNode();
        port(ports, "client", numberField, Addresses.CLIENT_PORT);
        if (peer) {
            port(ports, "peer", numberField, Addresses.PEER_PORT);
        }
        return ports;
    }

    private static void port(ArrayNode ports, String name, String numberField, int number) {
        ports.addObject().put("name", name).put(numberField, number).put("protocol", "TCP");
    }

    private static void mount(ArrayNode mounts, String volume, String path, boolean readOnly) {
        ObjectNode mount = mounts.addObject().put("name", volume).put("mountPath", path);
        if (readOnly) {
            mount.put("readOnly", true);
        }
    }
}
