package dev.quorate.engine.rediscluster;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.MemberPods;
import dev.quorate.engine.StartConfigs;
import dev.quorate.schema.AppName;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.Labels;

/** The pods of the nodes. They say nothing of sizes, of shards or of who is a master, so no change of these restarts one. */
final class ClusterPods {

    static final String CONTAINER = "redis";
    static final String CLAIM = "data";
    static final String START = "start";
    static final String RUN = "run";
    static final String AUTH = "auth";
    static final String PASSWORD = "password";

    private static final String HOME = "/data";
    private static final int USER = 999;

    /** A master that ends waits for its replica, and writes out what it has. */
    private static final int GRACE_SECONDS = 120;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final StatefulApp app;
    private final String image;
    private final MemberPods pods;

    ClusterPods(StatefulApp app, ClusterDefaults defaults) {
        this.app = app;
        this.image = app.options().path("image").asText(defaults.image() + ClusterVersion.of(app, defaults));
        this.pods = new MemberPods(app, app.component(), USER);
    }

    /** The Secret with the password of all nodes. */
    static String secretName(AppName app) {
        return app.name() + "-auth";
    }

    ObjectNode spec(Labels frozen) {
        ObjectNode pod = pods.pod(GRACE_SECONDS, frozen);
        pod.putArray("initContainers").add(startContainer());
        pod.putArray("containers").add(redisContainer());
        pod.set("volumes", volumes());
        return pod;
    }

    private ArrayNode volumes() {
        ArrayNode volumes = JSON.arrayNode();
        String set = app.name().name();
        volumes.addObject().put("name", START).putObject("configMap").put("name", StartConfigs.name(set));
        volumes.addObject().put("name", AUTH).putObject("secret").put("secretName", secretName(app.name()));
        // It holds the password, and so it is never on a disk.
        volumes.addObject().put("name", RUN).putObject("emptyDir").put("medium", "Memory");
        return volumes;
    }

    private ObjectNode startContainer() {
        ObjectNode container = pods.startContainer(image, "/bin/sh", ClusterStart.script("start.sh"));
        field(container, "POD_IP", "status.podIP");
        String host = Addresses.DNS.host(app.name().namespace(), app.name().name(), "$(POD_NAME)");
        MemberPods.env(container, "ADVERTISE", host);
        MemberPods.env(container, "SETTINGS", ClusterSettings.lines(app));
        shared(container);
        return container;
    }

    private ObjectNode redisContainer() {
        ObjectNode container = pods.container(CONTAINER, image);
        container.putArray("command").add("/bin/sh").add("-c").add(ClusterStart.script("run.sh"));
        field(container, "POD_NAME", "metadata.name");
        container.set("ports", ports("containerPort"));
        container.set("readinessProbe", ClusterProbes.serves());
        shared(container);
        return container;
    }

    private static void field(ObjectNode container, String name, String path) {
        container
                .withArrayProperty("env")
                .addObject()
                .put("name", name)
                .putObject("valueFrom")
                .putObject("fieldRef")
                .put("fieldPath", path);
    }

    private static void shared(ObjectNode container) {
        MemberPods.mount(container, CLAIM, HOME);
        MemberPods.mountReadOnly(container, AUTH, "/etc/quorate/auth");
        MemberPods.mount(container, RUN, "/etc/quorate/run");
        MemberPods.mountReadOnly(container, START, "/etc/quorate/start");
    }

    /** The second is where nodes speak with each other. */
    static ArrayNode ports(String numberField) {
        ArrayNode ports = clientPorts(numberField);
        MemberPods.port(ports, "bus", numberField, Addresses.BUS_PORT);
        return ports;
    }

    static ArrayNode clientPorts(String numberField) {
        ArrayNode ports = JSON.arrayNode();
        MemberPods.port(ports, "redis", numberField, Addresses.PORT);
        return ports;
    }
}
