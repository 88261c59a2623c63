package dev.quorate.engine.zookeeper;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.MemberPods;
import dev.quorate.engine.StartConfigs;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.Labels;

/**
 * The pod of a member. It says nothing of the ensemble's size or members, so no scale changes it: a founder reads them from
 * the start ConfigMap, a joiner asks the members that list it.
 */
final class ZooKeeperPods {

    static final String CONTAINER = "zookeeper";
    static final String CLAIM = "data";
    static final String START = "start";
    static final String TEMPORARY = "tmp";
    static final String PASSWORD = "password";

    private static final String HOME = "/data";
    private static final int USER = 1000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final StatefulApp app;
    private final String image;
    private final String set;
    private final MemberPods pods;

    ZooKeeperPods(StatefulApp app, ZooKeeperDefaults defaults, String set) {
        this.app = app;
        this.image = app.options().path("image").asText(defaults.image() + ZooKeeperVersion.of(app, defaults));
        this.set = set;
        this.pods = new MemberPods(app, app.component(), USER);
    }

    /** The Secret with the password of ZooKeeper's superuser, who alone may change the members. */
    static String secretName(String set) {
        return set + "-superuser";
    }

    ObjectNode spec(Labels frozen) {
        ObjectNode pod = pods.pod(30, frozen);
        pod.putArray("initContainers").add(startContainer());
        pod.putArray("containers").add(zookeeperContainer());
        ArrayNode volumes = pod.putArray("volumes");
        volumes.addObject().put("name", START).putObject("configMap").put("name", StartConfigs.name(set));
        volumes.addObject().put("name", TEMPORARY).putObject("emptyDir");
        return pod;
    }

    private ObjectNode startContainer() {
        ObjectNode container = pods.startContainer(image, "/bin/bash", ZooKeeperStart.script());
        MemberPods.env(container, "ADVERTISE", Addresses.DNS.host(app.name().namespace(), set, "$(POD_NAME)"));
        MemberPods.env(container, "SETTINGS", new ZooKeeperSettings(app).lines());
        container
                .withArrayProperty("env")
                .addObject()
                .put("name", "SUPERUSER_PASSWORD")
                .putObject("valueFrom")
                .putObject("secretKeyRef")
                .put("name", secretName(set))
                .put("key", PASSWORD);
        MemberPods.mount(container, CLAIM, HOME);
        MemberPods.mountReadOnly(container, START, "/etc/quorate/start");
        MemberPods.mount(container, TEMPORARY, "/tmp");
        return container;
    }

    private ObjectNode zookeeperContainer() {
        ObjectNode container = pods.container(CONTAINER, image);
        container.putArray("command").add("zkServer.sh").add("start-foreground").add(HOME + "/current/conf/zoo.cfg");
        String heap = Integer.toString(app.options().path("heapMegabytes").asInt(512));
        MemberPods.env(container, "ZK_SERVER_HEAP", heap);
        MemberPods.env(container, "ZOO_LOG_DIR", "/tmp");
        container.set("ports", ports("containerPort", true));
        ZooKeeperProbes.addTo(container);
        MemberPods.mount(container, CLAIM, HOME);
        MemberPods.mount(container, TEMPORARY, "/tmp");
        return container;
    }

    ArrayNode ports(String numberField, boolean all) {
        ArrayNode ports = JSON.arrayNode();
        MemberPods.port(ports, "client", numberField, Addresses.CLIENT_PORT);
        if (all) {
            MemberPods.port(ports, "peer", numberField, Addresses.PEER_PORT);
            MemberPods.port(ports, "election", numberField, Addresses.ELECTION_PORT);
        }
        if (all && app.options().path("metrics").asBoolean()) {
            MemberPods.port(ports, "metrics", numberField, Addresses.METRICS_PORT);
        }
        return ports;
    }
}
