package dev.quorate.engine.etcd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.MemberPods;
import dev.quorate.engine.StartConfigs;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.Labels;

/**
 * The pod of a member. It says nothing of the cluster's size or members, so no scale changes it: those come from the start
 * ConfigMap, through a script in a container of its own since etcd's image has no shell.
 */
final class EtcdPods {

    static final String CONTAINER = "etcd";
    static final String CLAIM = "data";
    static final String START = "start";
    static final String RUN = "run";

    private static final int USER = 65532;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final StatefulApp app;
    private final EtcdDefaults defaults;
    private final EtcdVersion version;
    private final String set;
    private final MemberPods pods;

    EtcdPods(StatefulApp app, EtcdDefaults defaults, String set) {
        this.app = app;
        this.defaults = defaults;
        this.version = EtcdVersion.of(app, defaults);
        this.set = set;
        this.pods = new MemberPods(app, app.component(), USER);
    }

    ObjectNode spec(Labels frozen) {
        ObjectNode pod = pods.pod(30, frozen);
        pod.putArray("initContainers").add(startContainer());
        pod.putArray("containers").add(etcdContainer());
        ArrayNode volumes = pod.putArray("volumes");
        volumes.addObject().put("name", START).putObject("configMap").put("name", StartConfigs.name(set));
        volumes.addObject().put("name", RUN).putObject("emptyDir");
        return pod;
    }

    private ObjectNode startContainer() {
        String image = app.options().path("initImage").asText(defaults.initImage());
        ObjectNode container = pods.startContainer(image, "/bin/sh", EtcdStart.script());
        MemberPods.env(container, "ADVERTISE", Addresses.DNS.host(app.name().namespace(), set, "$(POD_NAME)"));
        MemberPods.env(container, "SETTINGS", new EtcdFlags(app.config(), version).lines());
        MemberPods.mount(container, CLAIM, "/var/lib/etcd");
        MemberPods.mountReadOnly(container, START, "/etc/quorate/start");
        MemberPods.mount(container, RUN, "/etc/quorate/run");
        return container;
    }

    private ObjectNode etcdContainer() {
        JsonNode image = app.options().path("image");
        ObjectNode container = pods.container(
                CONTAINER,
                image.isTextual() ? image.asText() : version.image(defaults).orElse(""));
        container.putArray("command").add("etcd").add("--config-file=/etc/quorate/run/etcd.yaml");
        container.set("ports", ports("containerPort", true));
        new EtcdProbes(version).addTo(container);
        MemberPods.mount(container, CLAIM, "/var/lib/etcd");
        MemberPods.mountReadOnly(container, RUN, "/etc/quorate/run");
        return container;
    }

    static ArrayNode ports(String numberField, boolean peer) {
        ArrayNode ports = JSON.arrayNode();
        MemberPods.port(ports, "client", numberField, Addresses.CLIENT_PORT);
        if (peer) {
            MemberPods.port(ports, "peer", numberField, Addresses.PEER_PORT);
        }
        return ports;
    }
}
