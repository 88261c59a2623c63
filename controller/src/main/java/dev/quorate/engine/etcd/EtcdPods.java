package dev.quorate.engine.etcd;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.FetchContainer;
import dev.quorate.engine.MemberPods;
import dev.quorate.engine.StartConfigs;
import dev.quorate.schema.RestoreFrom;
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
    static final String RESTORE = "restore";

    /** Its busybox runs in any image, since it needs no libraries. */
    private static final String SHELL_FOR_ALL = "busybox:1.37-musl";

    private static final String VOLUME = "/var/lib/etcd";
    private static final String RUN_FOLDER = "/etc/quorate/run";

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
        app.recovery().restoreFrom().ifPresent(from -> addRestore(pod, from));
        return pod;
    }

    /** The first container says whether there is anything to restore; nearly always there is not. */
    private void addRestore(ObjectNode pod, RestoreFrom from) {
        FetchContainer fetch =
                new FetchContainer(app, from, version.toString(), RUN_FOLDER + "/restore", VOLUME + "/snapshot");
        ObjectNode fetching = fetch.container();
        MemberPods.mount(fetching, CLAIM, VOLUME);
        MemberPods.mountReadOnly(fetching, RUN, RUN_FOLDER);
        ObjectNode restoring = pods.container(RESTORE, image());
        restoring
                .putArray("command")
                .add(RUN_FOLDER + "/busybox")
                .add("sh")
                .add("-c")
                .add(EtcdStart.restoreScript());
        restoring.put("terminationMessagePolicy", "FallbackToLogsOnError");
        MemberPods.env(restoring, "TOOL", version.minor() >= 5 ? "etcdutl" : "etcdctl");
        MemberPods.mount(restoring, CLAIM, VOLUME);
        MemberPods.mountReadOnly(restoring, RUN, RUN_FOLDER);
        pod.withArrayProperty("initContainers").add(fetching).add(restoring);
        fetch.addVolumes(pod);
    }

    private ObjectNode startContainer() {
        boolean restores = app.recovery().restoreFrom().isPresent();
        String image = app.options().path("initImage").asText(restores ? SHELL_FOR_ALL : defaults.initImage());
        String script = restores ? EtcdStart.scriptOfRestored() : EtcdStart.script();
        ObjectNode container = pods.startContainer(image, "/bin/sh", script);
        MemberPods.env(container, "ADVERTISE", Addresses.DNS.host(app.name().namespace(), set, "$(POD_NAME)"));
        MemberPods.env(container, "SETTINGS", new EtcdFlags(app.config(), version).lines());
        MemberPods.mount(container, CLAIM, VOLUME);
        MemberPods.mountReadOnly(container, START, "/etc/quorate/start");
        MemberPods.mount(container, RUN, RUN_FOLDER);
        return container;
    }

    private ObjectNode etcdContainer() {
        ObjectNode container = pods.container(CONTAINER, image());
        container.putArray("command").add("etcd").add("--config-file=" + RUN_FOLDER + "/etcd.yaml");
        container.set("ports", ports("containerPort", true));
        new EtcdProbes(version).addTo(container);
        MemberPods.mount(container, CLAIM, VOLUME);
        MemberPods.mountReadOnly(container, RUN, RUN_FOLDER);
        return container;
    }

    private String image() {
        return app.options().path("image").asText(version.image(defaults).orElse(""));
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
