package dev.quorate.engine.zookeeper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.schema.ComponentSpec;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.Labels;

/**
 * The pod of a member. It says nothing of the ensemble's size or members, so no scale changes it: a founder reads them from
 * the start ConfigMap, a joiner asks the members that list it.
 */
final class ZooKeeperPods {

    static final String CONTAINER = "zookeeper";
    static final String INIT_CONTAINER = "start";
    static final String CLAIM = "data";
    static final String START = "start";
    static final String TEMPORARY = "tmp";
    static final String PASSWORD = "password";

    private static final String HOME = "/data";
    private static final int USER = 1000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final StatefulApp app;
    private final ComponentSpec component;
    private final String image;
    private final String set;

    ZooKeeperPods(StatefulApp app, ZooKeeperDefaults defaults, String component, String set) {
        this.app = app;
        this.component = app.component(component);
        this.image = app.options().path("image").asText(defaults.image() + ZooKeeperVersion.of(app, defaults));
        this.set = set;
    }

    /** The Secret with the password of ZooKeeper's superuser, who alone may change the members. */
    static String secretName(String app) {
        return app + "-superuser";
    }

    ObjectNode spec(Labels frozen) {
        ObjectNode pod = JSON.objectNode();
        pod.put("terminationGracePeriodSeconds", 30);
        pod.put("automountServiceAccountToken", false);
        pod.set("securityContext", podSecurity());
        pod.set("affinity", oneNodeEach(frozen));
        pod.putArray("initContainers").add(startContainer());
        pod.putArray("containers").add(zookeeperContainer());
        ArrayNode volumes = pod.putArray("volumes");
        volumes.addObject().put("name", START).putObject("configMap").put("name", ZooKeeperStart.configMapName(set));
        volumes.addObject().put("name", TEMPORARY).putObject("emptyDir");
        return pod;
    }

    private ObjectNode startContainer() {
        ObjectNode container = container(INIT_CONTAINER);
        container.putArray("command").add("/bin/bash").add("-c").add(ZooKeeperStart.script());
        ArrayNode env = container.putArray("env");
        env.addObject()
                .put("name", "POD_NAME")
                .putObject("valueFrom")
                .putObject("fieldRef")
                .put("fieldPath", "metadata.name");
        env.addObject()
                .put("name", "ADVERTISE")
                .put("value", Addresses.DNS.host(app.name().namespace(), set, "$(POD_NAME)"));
        env.addObject().put("name", "SETTINGS").put("value", new ZooKeeperSettings(app).lines());
        env.addObject()
                .put("name", "SUPERUSER_PASSWORD")
                .putObject("valueFrom")
                .putObject("secretKeyRef")
                .put("name", secretName(app.name().name()))
                .put("key", PASSWORD);
        ArrayNode mounts = container.putArray("volumeMounts");
        mount(mounts, CLAIM, HOME);
        mount(mounts, START, "/etc/quorate/start").put("readOnly", true);
        mount(mounts, TEMPORARY, "/tmp");
        // The last lines of its log become the container's message, where people and the controller read why it
        // refused.
        container.put("terminationMessagePolicy", "FallbackToLogsOnError");
        return container;
    }

    private ObjectNode zookeeperContainer() {
        ObjectNode container = container(CONTAINER);
        container.putArray("command").add("zkServer.sh").add("start-foreground").add(HOME + "/current/conf/zoo.cfg");
        ArrayNode env = container.putArray("env");
        env.addObject()
                .put("name", "ZK_SERVER_HEAP")
                .put(
                        "value",
                        Integer.toString(app.options().path("heapMegabytes").asInt(512)));
        env.addObject().put("name", "ZOO_LOG_DIR").put("value", "/tmp");
        container.set("ports", ports("containerPort", true));
        ZooKeeperProbes.addTo(container);
        ArrayNode mounts = container.putArray("volumeMounts");
        mount(mounts, CLAIM, HOME);
        mount(mounts, TEMPORARY, "/tmp");
        return container;
    }

    /** Both containers run with the same means, so that the first adds nothing to what the scheduler must find. */
    private ObjectNode container(String name) {
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

    /** Required, not preferred: two members on one node make one failure into two, unseen until it happens. */
    private static ObjectNode oneNodeEach(Labels frozen) {
        ObjectNode affinity = JSON.objectNode();
        ObjectNode term = affinity.putObject("podAntiAffinity")
                .putArray("requiredDuringSchedulingIgnoredDuringExecution")
                .addObject();
        term.putObject("labelSelector").set("matchLabels", frozen.tree());
        term.put("topologyKey", "kubernetes.io/hostname");
        return affinity;
    }

    ArrayNode ports(String numberField, boolean all) {
        ArrayNode ports = JSON.arrayNode();
        port(ports, "client", numberField, Addresses.CLIENT_PORT);
        if (all) {
            port(ports, "peer", numberField, Addresses.PEER_PORT);
            port(ports, "election", numberField, Addresses.ELECTION_PORT);
        }
        if (all && app.options().path("metrics").asBoolean()) {
            port(ports, "metrics", numberField, Addresses.METRICS_PORT);
        }
        return ports;
    }

    private static void port(ArrayNode ports, String name, String numberField, int number) {
        ports.addObject().put("name", name).put(numberField, number).put("protocol", "TCP");
    }

    private static ObjectNode mount(ArrayNode mounts, String volume, String path) {
        return mounts.addObject().put("name", volume).put("mountPath", path);
    }
}
