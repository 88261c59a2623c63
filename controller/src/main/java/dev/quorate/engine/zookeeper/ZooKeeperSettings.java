package dev.quorate.engine.zookeeper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.StatefulApp;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The {@code config} block: settings by ZooKeeper's own names, as lines of its configuration that no pod differs in. */
final class ZooKeeperSettings {

    private static final int TICK = 2000;
    private static final int INIT = 10;
    private static final int SYNC = 5;

    private final StatefulApp app;

    ZooKeeperSettings(StatefulApp app) {
        this.app = app;
    }

    String lines() {
        return text(listenEverywhere(
                common(app.config(), app.options().path("metrics").asBoolean())));
    }

    /** What holds wherever its members run. */
    static ObjectNode common(JsonNode config, boolean metrics) {
        ObjectNode lines = JsonNodeFactory.instance.objectNode();
        lines.put("tickTime", TICK);
        lines.put("initLimit", INIT);
        lines.put("syncLimit", SYNC);
        lines.put("autopurge.snapRetainCount", 3);
        lines.put("autopurge.purgeInterval", 1);
        lines.put("admin.enableServer", false);
        config.properties().forEach(setting -> lines.set(setting.getKey(), setting.getValue()));
        lines.put("standaloneEnabled", false);
        lines.put("reconfigEnabled", true);
        lines.put("4lw.commands.whitelist", "srvr,conf,ruok");
        if (metrics) {
            lines.put("metricsProvider.className", "org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider");
            lines.put("metricsProvider.httpPort", Addresses.METRICS_PORT);
        }
        return lines;
    }

    /** A pod need not know its own name yet when it starts. */
    private static ObjectNode listenEverywhere(ObjectNode lines) {
        return lines.put("quorumListenOnAllIPs", true);
    }

    static String text(ObjectNode lines) {
        return lines.properties().stream()
                .map(line -> line.getKey() + "=" + line.getValue().asText() + "\n")
                .collect(Collectors.joining());
    }

    List<FieldProblem> problems() {
        List<FieldProblem> problems = new ArrayList<>();
        int tick = app.config().path("tickTime").asInt(TICK);
        int least = app.config().path("minSessionTimeout").asInt(2 * tick);
        int most = app.config().path("maxSessionTimeout").asInt(20 * tick);
        if (least > most) {
            problems.add(new FieldProblem(
                    "/spec/config/"
                            + (app.config().has("maxSessionTimeout") ? "maxSessionTimeout" : "minSessionTimeout"),
                    "setting",
                    "the shortest session, " + least + " ms, would be longer than the longest, " + most
                            + " ms, and ZooKeeper does not start with that",
                    "raise maxSessionTimeout, or lower minSessionTimeout"));
        }
        return problems;
    }
}
