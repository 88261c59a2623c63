package dev.quorate.engine.redis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.MemberPods;
import dev.quorate.engine.StartConfigs;
import dev.quorate.schema.AppName;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.Labels;

/** The pods of Redis and of its sentinels. They say nothing of sizes or of who is the master, so no change of either restarts one. */
final class RedisPods {

    static final String REDIS = "redis";
    static final String SENTINEL = "sentinel";
    static final String CLAIM = "data";
    static final String START = "start";
    static final String RUN = "run";
    static final String AUTH = "auth";
    static final String PASSWORD = "password";

    private static final String HOME = "/data";
    private static final int USER = 999;

    /** A master that ends waits for its replicas, and writes out what it has. */
    private static final int REDIS_GRACE_SECONDS = 120;

    private static final int SENTINEL_GRACE_SECONDS = 30;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final StatefulApp app;
    private final String component;
    private final String image;
    private final MemberPods pods;

    RedisPods(StatefulApp app, RedisDefaults defaults, String component) {
        this.app = app;
        this.component = component;
        String redis = app.options().path("image").asText(defaults.image() + RedisVersion.of(app, defaults));
        this.image = sentinels() ? app.options().path("sentinelImage").asText(redis) : redis;
        this.pods = new MemberPods(app, app.component(component), USER);
    }

    /** The Secret with the password of Redis and of the sentinels. */
    static String secretName(AppName app) {
        return app.name() + "-auth";
    }

    private boolean sentinels() {
        return component.equals(RedisEngine.SENTINELS);
    }

    ObjectNode spec(Labels frozen) {
        ObjectNode pod = pods.pod(sentinels() ? SENTINEL_GRACE_SECONDS : REDIS_GRACE_SECONDS, frozen);
        pod.putArray("initContainers").add(startContainer());
        pod.putArray("containers").add(sentinels() ? sentinelContainer() : redisContainer());
        pod.set("volumes", volumes());
        return pod;
    }

    private ArrayNode volumes() {
        ArrayNode volumes = JSON.arrayNode();
        String set = RedisEngine.set(app.name(), component);
        volumes.addObject().put("name", START).putObject("configMap").put("name", StartConfigs.name(set));
        volumes.addObject().put("name", AUTH).putObject("secret").put("secretName", secretName(app.name()));
        if (!sentinels()) {
            // It holds the password, and so it is never on a disk.
            volumes.addObject().put("name", RUN).putObject("emptyDir").put("medium", "Memory");
        }
        return volumes;
    }

    private ObjectNode startContainer() {
        String script = RedisStart.script(sentinels() ? "sentinel-start.sh" : "redis-start.sh");
        ObjectNode container = pods.startContainer(image, "/bin/sh", script);
        MemberPods.env(container, "ADVERTISE", advertised());
        MemberPods.env(container, "SETTINGS", sentinels() ? RedisSettings.watching(app) : RedisSettings.lines(app));
        shared(container);
        MemberPods.mountReadOnly(container, START, "/etc/quorate/start");
        return container;
    }

    private String advertised() {
        return Addresses.DNS.host(app.name().namespace(), RedisEngine.set(app.name(), component), "$(POD_NAME)");
    }

    private ObjectNode redisContainer() {
        ObjectNode container = pods.container(REDIS, image);
        container.putArray("command").add("/bin/sh").add("-c").add(RedisStart.script("redis-run.sh"));
        container
                .putArray("env")
                .addObject()
                .put("name", "POD_NAME")
                .putObject("valueFrom")
                .putObject("fieldRef")
                .put("fieldPath", "metadata.name");
        MemberPods.env(container, "ADVERTISE", advertised());
        container.set("ports", ports("containerPort"));
        container.set("readinessProbe", RedisProbes.serves());
        shared(container);
        return container;
    }

    private ObjectNode sentinelContainer() {
        ObjectNode container = pods.container(SENTINEL, image);
        container.putArray("command").add("redis-sentinel").add(HOME + "/current/sentinel.conf");
        container.set("ports", ports("containerPort"));
        container.set("readinessProbe", RedisProbes.watches());
        shared(container);
        return container;
    }

    private void shared(ObjectNode container) {
        MemberPods.mount(container, CLAIM, HOME);
        MemberPods.mountReadOnly(container, AUTH, "/etc/quorate/auth");
        if (!sentinels()) {
            MemberPods.mount(container, RUN, "/etc/quorate/run");
        }
    }

    ArrayNode ports(String numberField) {
        ArrayNode ports = JSON.arrayNode();
        if (sentinels()) {
            MemberPods.port(ports, "sentinel", numberField, Addresses.SENTINEL_PORT);
        } else {
            MemberPods.port(ports, "redis", numberField, Addresses.REDIS_PORT);
        }
        return ports;
    }
}
