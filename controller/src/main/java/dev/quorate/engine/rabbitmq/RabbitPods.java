package dev.quorate.engine.rabbitmq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.Labels;

/**
 * The pod of a member. It says nothing of the cluster's size or members, so no scale changes it: those come from the start
 * ConfigMap, through a script that decides whether RabbitMQ may start and one that lets it join.
 *
 * <p>There is no liveness probe. Stopping, draining and waiting for a majority all look like an illness from outside, and to be
 * killed then is what would make one of them.
 */
final class RabbitPods {

    static final String CONTAINER = "rabbitmq";
    static final String INIT_CONTAINER = "start";
    static final String CLAIM = "data";
    static final String START = "start";
    static final String RUN = "run";
    static final String TMP = "tmp";
    static final String COOKIE = "cookie";
    static final String LOGIN = "login";

    private static final int USER = 999;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final StatefulApp app;
    private final RabbitVersion version;
    private final RabbitDefaults defaults;
    private final String set;

    RabbitPods(StatefulApp app, RabbitDefaults defaults, String set) {
        this.app = app;
        this.defaults = defaults;
        this.version = RabbitVersion.of(app, defaults);
        this.set = set;
    }

    ObjectNode spec(Labels frozen) {
        ObjectNode pod = JSON.objectNode();
        // Draining takes seconds; writing out what is in memory may take minutes.
        pod.put("terminationGracePeriodSeconds", 600);
        pod.put("automountServiceAccountToken", false);
        pod.set("securityContext", podSecurity());
        pod.set("affinity", oneNodeEach(frozen));
        pod.putArray("initContainers").add(startContainer());
        pod.putArray("containers").add(rabbitContainer());
        pod.set("volumes", volumes());
        return pod;
    }

    private ArrayNode volumes() {
        ArrayNode volumes = JSON.arrayNode();
        volumes.addObject().put("name", START).putObject("configMap").put("name", RabbitStart.configMapName(set));
        // It holds the cookie and the password, and so it is never on a disk.
        volumes.addObject().put("name", RUN).putObject("emptyDir").put("medium", "Memory");
        volumes.addObject().put("name", TMP).putObject("emptyDir");
        volumes.addObject().put("name", COOKIE).putObject("secret").put("secretName", RabbitEngine.cookieSecret(set));
        volumes.addObject().put("name", LOGIN).putObject("secret").put("secretName", RabbitEngine.loginSecret(set));
        return volumes;
    }

    private ObjectNode startContainer() {
        ObjectNode container = container(INIT_CONTAINER);
        container.putArray("command").add("/bin/sh").add("-c").add(RabbitStart.start());
        ArrayNode env = container.putArray("env");
        env.addObject()
                .put("name", "POD_NAME")
                .putObject("valueFrom")
                .putObject("fieldRef")
                .put("fieldPath", "metadata.name");
        env.addObject().put("name", "SETTINGS").put("value", RabbitConfig.lines(app));
        env.addObject().put("name", "PLUGINS").put("value", RabbitConfig.plugins(app));
        ArrayNode mounts = container.putArray("volumeMounts");
        shared(mounts);
        mount(mounts, START, "/etc/quorate/start");
        mount(mounts, COOKIE, "/etc/quorate/cookie");
        mount(mounts, LOGIN, "/etc/quorate/login");
        // The last lines of its log become the container's message, where people and the controller read why it
        // refused.
        container.put("terminationMessagePolicy", "FallbackToLogsOnError");
        return container;
    }

    private ObjectNode rabbitContainer() {
        ObjectNode container = container(CONTAINER);
        container.putArray("command").add("/bin/sh").add("-c").add(RabbitStart.run());
        ArrayNode env = container.putArray("env");
        env.addObject().put("name", "HOME").put("value", "/etc/quorate/run");
        env.addObject().put("name", "RABBITMQ_CONF_ENV_FILE").put("value", "/etc/quorate/run/rabbitmq-env.conf");
        container.set("ports", ports("containerPort", true));
        container.set("startupProbe", amqp(10, 360));
        container.set("readinessProbe", amqp(5, 3));
        // Clients are sent elsewhere and leaders of queues move before the process ends.
        container
                .putObject("lifecycle")
                .putObject("preStop")
                .putObject("exec")
                .putArray("command")
                .add("rabbitmq-upgrade")
                .add("--timeout")
                .add("60")
                .add("drain");
        shared(container.putArray("volumeMounts"));
        return container;
    }

    /** A port that clients can open, and no command: a command that hangs has kept pods from ending. */
    private static ObjectNode amqp(int periodSeconds, int failures) {
        ObjectNode probe = JSON.objectNode();
        probe.putObject("tcpSocket").put("port", "amqp");
        return probe.put("periodSeconds", periodSeconds)
                .put("timeoutSeconds", 5)
                .put("failureThreshold", failures);
    }

    private static void shared(ArrayNode mounts) {
        mounts.addObject().put("name", CLAIM).put("mountPath", "/var/lib/rabbitmq");
        mounts.addObject().put("name", RUN).put("mountPath", "/etc/quorate/run");
        mounts.addObject().put("name", TMP).put("mountPath", "/tmp");
    }

    private static void mount(ArrayNode mounts, String volume, String path) {
        mounts.addObject().put("name", volume).put("mountPath", path).put("readOnly", true);
    }

    private ObjectNode container(String name) {
        JsonNode image = app.options().path("image");
        ObjectNode container = JSON.objectNode();
        container.put("name", name);
        container.put("image", image.isTextual() ? image.asText() : version.image(defaults));
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

    /** @param among whether the ports between members are meant too */
    ArrayNode ports(String numberField, boolean among) {
        ArrayNode ports = JSON.arrayNode();
        port(ports, "amqp", numberField, Nodes.AMQP_PORT);
        port(ports, "management", numberField, Nodes.MANAGEMENT_PORT);
        if (RabbitConfig.prometheus(app)) {
            port(ports, "prometheus", numberField, Nodes.PROMETHEUS_PORT);
        }
        if (among) {
            port(ports, "epmd", numberField, Nodes.EPMD_PORT);
            port(ports, "distribution", numberField, Nodes.DISTRIBUTION_PORT);
        }
        return ports;
    }

    private static void port(ArrayNode ports, String name, String numberField, int number) {
        ports.addObject().put("name", name).put(numberField, number).put("protocol", "TCP");
    }
}
