package dev.quorate.engine.rabbitmq;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.MemberPods;
import dev.quorate.engine.StartConfigs;
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
    static final String CLAIM = "data";
    static final String START = "start";
    static final String RUN = "run";
    static final String TMP = "tmp";
    static final String COOKIE = "cookie";
    static final String LOGIN = "login";

    private static final int USER = 999;

    /** Draining takes seconds; writing out what is in memory may take minutes. */
    private static final int GRACE_SECONDS = 600;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final StatefulApp app;
    private final String image;
    private final String set;
    private final MemberPods pods;

    RabbitPods(StatefulApp app, RabbitDefaults defaults, String set) {
        this.app = app;
        this.image = app.options()
                .path("image")
                .asText(RabbitVersion.of(app, defaults).image(defaults));
        this.set = set;
        this.pods = new MemberPods(app, app.component(), USER);
    }

    ObjectNode spec(Labels frozen) {
        ObjectNode pod = pods.pod(GRACE_SECONDS, frozen);
        pod.putArray("initContainers").add(startContainer());
        pod.putArray("containers").add(rabbitContainer());
        pod.set("volumes", volumes());
        return pod;
    }

    private ArrayNode volumes() {
        ArrayNode volumes = JSON.arrayNode();
        volumes.addObject().put("name", START).putObject("configMap").put("name", StartConfigs.name(set));
        // It holds the cookie and the password, and so it is never on a disk.
        volumes.addObject().put("name", RUN).putObject("emptyDir").put("medium", "Memory");
        volumes.addObject().put("name", TMP).putObject("emptyDir");
        volumes.addObject().put("name", COOKIE).putObject("secret").put("secretName", RabbitEngine.cookieSecret(set));
        volumes.addObject().put("name", LOGIN).putObject("secret").put("secretName", RabbitEngine.loginSecret(set));
        return volumes;
    }

    private ObjectNode startContainer() {
        ObjectNode container = pods.startContainer(image, "/bin/sh", RabbitStart.start());
        MemberPods.env(container, "SETTINGS", RabbitConfig.lines(app));
        MemberPods.env(container, "PLUGINS", RabbitConfig.plugins(app));
        shared(container);
        MemberPods.mountReadOnly(container, START, "/etc/quorate/start");
        MemberPods.mountReadOnly(container, COOKIE, "/etc/quorate/cookie");
        MemberPods.mountReadOnly(container, LOGIN, "/etc/quorate/login");
        return container;
    }

    private ObjectNode rabbitContainer() {
        ObjectNode container = pods.container(CONTAINER, image);
        container.putArray("command").add("/bin/sh").add("-c").add(RabbitStart.run());
        MemberPods.env(container, "HOME", "/etc/quorate/run");
        MemberPods.env(container, "RABBITMQ_CONF_ENV_FILE", "/etc/quorate/run/rabbitmq-env.conf");
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
        shared(container);
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

    private static void shared(ObjectNode container) {
        MemberPods.mount(container, CLAIM, "/var/lib/rabbitmq");
        MemberPods.mount(container, RUN, "/etc/quorate/run");
        MemberPods.mount(container, TMP, "/tmp");
    }

    /** @param among whether the ports between members are meant too */
    ArrayNode ports(String numberField, boolean among) {
        ArrayNode ports = JSON.arrayNode();
        MemberPods.port(ports, "amqp", numberField, Nodes.AMQP_PORT);
        MemberPods.port(ports, "management", numberField, Nodes.MANAGEMENT_PORT);
        if (RabbitConfig.prometheus(app)) {
            MemberPods.port(ports, "prometheus", numberField, Nodes.PROMETHEUS_PORT);
        }
        if (among) {
            MemberPods.port(ports, "epmd", numberField, Nodes.EPMD_PORT);
            MemberPods.port(ports, "distribution", numberField, Nodes.DISTRIBUTION_PORT);
        }
        return ports;
    }
}
