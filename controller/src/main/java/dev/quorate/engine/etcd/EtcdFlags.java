package dev.quorate.engine.etcd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.schema.FieldProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code config} block: flags of etcd by their own names, turned into lines of its configuration file. The file differs
 * from the command line: it takes durations as nanoseconds, nests what concerns sockets, and passes over names that it does
 * not know, so a flag that this version lacks must be refused here.
 */
final class EtcdFlags {

    private static final Map<String, Integer> SINCE_MINOR = Map.ofEntries(
            Map.entry("backend-bbolt-freelist-type", 5),
            Map.entry("socket-reuse-address", 5),
            Map.entry("socket-reuse-port", 5),
            Map.entry("experimental-compaction-sleep-interval", 5),
            Map.entry("experimental-compact-hash-check-enabled", 5),
            Map.entry("experimental-compact-hash-check-time", 5),
            Map.entry("experimental-warning-unary-request-duration", 6),
            Map.entry("log-format", 6),
            Map.entry("watch-progress-notify-interval", 6),
            Map.entry("warning-apply-duration", 6),
            Map.entry("warning-unary-request-duration", 6),
            Map.entry("compaction-batch-limit", 6),
            Map.entry("compaction-sleep-interval", 6),
            Map.entry("compact-hash-check-time", 6),
            Map.entry("corrupt-check-time", 6));

    private static final Map<String, String> SOCKET_OPTIONS =
            Map.of("socket-reuse-address", "reuse-address", "socket-reuse-port", "reuse-port");

    private static final Set<String> DURATIONS = Set.of(
            "backend-batch-interval",
            "grpc-keepalive-min-time",
            "grpc-keepalive-interval",
            "grpc-keepalive-timeout",
            "experimental-watch-progress-notify-interval",
            "experimental-warning-apply-duration",
            "experimental-warning-unary-request-duration",
            "experimental-compaction-sleep-interval",
            "experimental-compact-hash-check-time",
            "experimental-corrupt-check-time",
            "watch-progress-notify-interval",
            "warning-apply-duration",
            "warning-unary-request-duration",
            "compaction-sleep-interval",
            "compact-hash-check-time",
            "corrupt-check-time");

    private static final Pattern DURATION_PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|ms|s|m|h)");

    private static final Map<String, Double> NANOS = Map.of(
            "ns", 1d,
            "us", 1e3,
            "ms", 1e6,
            "s", 1e9,
            "m", 60e9,
            "h", 3600e9);

    private final JsonNode config;
    private final EtcdVersion version;

    EtcdFlags(JsonNode config, EtcdVersion version) {
        this.config = config;
        this.version = version;
    }

    /** Lines of the configuration file that do not depend on the pod. */
    String lines() {
        ObjectNode lines = JsonNodeFactory.instance.objectNode();
        lines.put("strict-reconfig-check", true);
        // With a configuration file etcd 3.4 leaves the gateway off, which the flags have on.
        lines.put("enable-grpc-gateway", true);
        lines.put("logger", "zap");
        lines.putArray("log-outputs").add("stderr");
        for (Map.Entry<String, JsonNode> flag : config.properties()) {
            add(lines, flag.getKey(), flag.getValue());
        }
        StringBuilder text = new StringBuilder();
        lines.properties()
                .forEach(line -> text.append(line.getKey())
                        .append(": ")
                        .append(line.getValue())
                        .append('\n'));
        return text.toString();
    }

    private static void add(ObjectNode lines, String flag, JsonNode value) {
        if (SOCKET_OPTIONS.containsKey(flag)) {
            lines.withObjectProperty("socket-options").set(SOCKET_OPTIONS.get(flag), value);
        } else if (DURATIONS.contains(flag)) {
            lines.put(flag, duration(value.asText()).toNanos());
        } else {
            lines.set(flag, value);
        }
    }

    static Duration duration(String text) {
        Matcher part = DURATION_PART.matcher(text);
        double nanos = 0;
        while (part.find()) {
            nanos += Double.parseDouble(part.group(1)) * NANOS.getOrDefault(part.group(2), 0d);
        }
        return Duration.ofNanos(Math.round(nanos));
    }

    List<FieldProblem> problems() {
        List<FieldProblem> problems = new ArrayList<>();
        for (Map.Entry<String, JsonNode> flag : config.properties()) {
            int since = SINCE_MINOR.getOrDefault(flag.getKey(), 4);
            if (version.minor() < since) {
                problems.add(problem(
                        flag.getKey(),
                        "etcd " + version + " has no flag " + flag.getKey() + ": it came with 3." + since,
                        "remove it"
                                + olderName(flag.getKey())
                                        .map(name -> ", or write " + name)
                                        .orElse("")));
            }
        }
        timing(problems);
        retention(problems);
        return problems;
    }

    /** Most flags that came with 3.6 had another name before. */
    private Optional<String> olderName(String flag) {
        return Optional.of("experimental-" + flag)
                .filter(name -> DURATIONS.contains(name) && SINCE_MINOR.getOrDefault(name, 4) <= version.minor());
    }

    /** etcd exits at its start when these do not fit. */
    private void timing(List<FieldProblem> problems) {
        long heartbeat = config.path("heartbeat-interval").asLong(100);
        long election = config.path("election-timeout").asLong(1000);
        if (election < 5 * heartbeat) {
            problems.add(problem(
                    config.has("election-timeout") ? "election-timeout" : "heartbeat-interval",
                    "an election-timeout of " + election + " ms is less than five times the heartbeat-interval of "
                            + heartbeat + " ms, and etcd does not start with that",
                    "write election-timeout: " + 10 * heartbeat));
        } else if (election > 50_000) {
            problems.add(problem(
                    "election-timeout", "etcd does not start with an election-timeout above 50000 ms", "lower it"));
        }
    }

    private void retention(List<FieldProblem> problems) {
        String retention = config.path("auto-compaction-retention").asText("0");
        if (config.path("auto-compaction-mode").asText().equals("revision") && !retention.matches("[0-9]+")) {
            problems.add(problem(
                    "auto-compaction-retention",
                    "auto-compaction-mode revision keeps a number of revisions, and " + retention + " is a time",
                    "write a number, as \"1000\", or auto-compaction-mode: periodic"));
        }
    }

    private static FieldProblem problem(String flag, String message, String remedy) {
        return new FieldProblem("/spec/config/" + flag, "flag", message, remedy);
    }
}
