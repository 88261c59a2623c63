package dev.quorate.simulator.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the spec of a HorizontalPodAutoscaler has to be. */
final class AutoscalerRules {

    private static final int LONGEST_WINDOW = 3600;
    private static final int LONGEST_PERIOD = 1800;
    private static final String EITHER_OR_PER_POD = "either a target value for metric or a per-pod target";

    /** The sources of metrics, by the names of their types, in the order in which they are looked at. */
    private static final Map<String, String> SOURCES = new TreeMap<>(Map.of(
            "ContainerResource", "containerResource",
            "External", "external",
            "Object", "object",
            "Pods", "pods",
            "Resource", "resource"));

    private final List<Violation> found = new ArrayList<>();

    private AutoscalerRules() {}

    static List<Violation> check(JsonNode spec) {
        AutoscalerRules rules = new AutoscalerRules();
        rules.bounds(spec);
        rules.target(spec.path("scaleTargetRef"));
        int index = 0;
        for (JsonNode metric : spec.path("metrics")) {
            rules.metric(metric, "spec.metrics[" + index + "]");
            index++;
        }
        rules.behavior(spec.path("behavior").path("scaleUp"), "spec.behavior.scaleUp");
        rules.behavior(spec.path("behavior").path("scaleDown"), "spec.behavior.scaleDown");
        return rules.found;
    }

    private void bounds(JsonNode spec) {
        JsonNode max = spec.path("maxReplicas");
        JsonNode min = spec.path("minReplicas");
        if (min.isNumber() && min.asLong() < 1) {
            found.add(Violation.invalid("spec.minReplicas", min, "must be greater than or equal to 1"));
            if (min.asLong() == 0 && !metricsFromOutside(spec)) {
                found.add(Violation.forbidden(
                        "spec.metrics",
                        "must specify at least one Object or External metric to support scaling to zero replicas"));
            }
        }
        if (max.asLong() < 1) {
            found.add(Violation.required("spec.maxReplicas", "must be set and greater than 0"));
        }
        if (min.asLong() > max.asLong()) {
            found.add(Violation.invalid(
                    "spec.maxReplicas",
                    max.isMissingNode() ? IntNode.valueOf(0) : max,
                    "must be greater than or equal to `minReplicas`"));
        }
    }

    private static boolean metricsFromOutside(JsonNode spec) {
        return spec.path("metrics").valueStream().anyMatch(metric -> metric.has("object") || metric.has("external"));
    }

    private void target(JsonNode reference) {
        String field = "spec.scaleTargetRef";
        reference(reference, field);
        String version = reference.path("apiVersion").asText();
        boolean core = !version.contains("/");
        if (core && !reference.path("kind").asText().equals("ReplicationController")) {
            found.add(Violation.invalid(field + ".apiVersion", version, "apiVersion must specify API group"));
        }
    }

    private void reference(JsonNode reference, String field) {
        for (String name : List.of("kind", "name")) {
            if (reference.path(name).asText().isEmpty()) {
                found.add(Violation.required(field + "." + name, ""));
            }
        }
    }

    private void metric(JsonNode metric, String field) {
        String type = metric.path("type").asText();
        if (type.isEmpty()) {
            found.add(Violation.required(field + ".type", "must specify a metric source type"));
        }
        if (!SOURCES.containsKey(type)) {
            Violation unknown = Violation.unsupported(field + ".type", "\"" + type + "\"", quoted(SOURCES.keySet()));
            // a real server says so where it reads the type and where it looks for the source
            found.addAll(List.of(unknown, unknown));
            return;
        }
        String expected = SOURCES.getOrDefault(type, "");
        if (!metric.has(expected)) {
            found.add(Violation.required(
                    field + "." + expected, "must populate information for the given metric source"));
        }
        SOURCES.values().stream()
                .filter(source -> !source.equals(expected) && metric.has(source))
                .forEach(source -> found.add(
                        Violation.forbidden(field + "." + source, "must populate the given metric source only")));
        if (metric.has(expected)) {
            source(metric.path(expected), expected, field + "." + expected);
        }
    }

    private void source(JsonNode source, String kind, String field) {
        switch (kind) {
            case "resource", "containerResource" -> resource(source, kind, field);
            case "pods" -> {
                named(source, field);
                value(source.path("target"), field);
                if (!source.path("target").has("averageValue")) {
                    found.add(Violation.required(
                            field + ".target.averageValue", "must specify a positive target averageValue"));
                }
            }
            case "object" -> {
                reference(source.path("describedObject"), field + ".describedObject");
                named(source, field);
                valueOrShare(source.path("target"), field, "either a target value or averageValue");
            }
            default -> {
                named(source, field);
                valueOrShare(source.path("target"), field, EITHER_OR_PER_POD);
            }
        }
    }

    private void named(JsonNode source, String field) {
        if (source.path("metric").path("name").asText().isEmpty()) {
            found.add(Violation.required(field + ".metric.name", "must specify a metric name"));
        }
    }

    private void resource(JsonNode source, String kind, String field) {
        if (source.path("name").asText().isEmpty()) {
            found.add(Violation.required(field + ".name", "must specify a resource name"));
        }
        if (kind.equals("containerResource")
                && source.path("container").asText().isEmpty()) {
            found.add(Violation.required(field + ".container", "must specify a container"));
        }
        JsonNode target = source.path("target");
        value(target, field);
        if (!target.has("averageUtilization") && !target.has("averageValue")) {
            found.add(Violation.required(
                    field + ".target.averageUtilization",
                    "must set either a target raw value or a target utilization"));
        }
        if (target.has("averageUtilization") && target.has("averageValue")) {
            found.add(Violation.forbidden(
                    field + ".target.averageValue", "may not set both a target raw value and a target utilization"));
        }
    }

    private void valueOrShare(JsonNode target, String field, String what) {
        value(target, field);
        if (!target.has("value") && !target.has("averageValue")) {
            found.add(Violation.required(field + ".target.averageValue", "must set " + what));
        }
        if (target.has("value") && target.has("averageValue")) {
            found.add(Violation.forbidden(
                    field + ".target.value", "may not set both a target value for metric and a per-pod target"));
        }
    }

    private void value(JsonNode target, String field) {
        String type = target.path("type").asText();
        if (type.isEmpty()) {
            found.add(Violation.required(field + ".target.type", "must specify a metric target type"));
        } else if (!List.of("Utilization", "Value", "AverageValue").contains(type)) {
            found.add(Violation.invalid(
                    field + ".target.type", type, "must be either Utilization, Value, or AverageValue"));
        }
        for (String amount : List.of("value", "averageValue")) {
            JsonNode set = target.path(amount);
            if (!set.isMissingNode() && Quantity.of(set.asText()).compareTo(BigDecimal.ZERO) <= 0) {
                found.add(Violation.invalid(field + ".target." + amount, set, "must be positive"));
            }
        }
        JsonNode percent = target.path("averageUtilization");
        if (percent.isNumber() && percent.asInt() < 1) {
            found.add(Violation.invalid(field + ".target.averageUtilization", percent, "must be greater than 0"));
        }
    }

    private void behavior(JsonNode rules, String field) {
        JsonNode window = rules.path("stabilizationWindowSeconds");
        if (window.isNumber() && window.asInt() < 0) {
            found.add(Violation.invalid(
                    field + ".stabilizationWindowSeconds", window, "must be greater than or equal to zero"));
        }
        if (window.asInt() > LONGEST_WINDOW) {
            found.add(Violation.invalid(
                    field + ".stabilizationWindowSeconds", window, "must be less than or equal to " + LONGEST_WINDOW));
        }
        String select = rules.path("selectPolicy").asText("Max");
        if (!List.of("Disabled", "Max", "Min").contains(select)) {
            found.add(Violation.unsupported(
                    field + ".selectPolicy", "\"" + select + "\"", quoted(List.of("Disabled", "Max", "Min"))));
        }
        if (rules.isObject() && rules.path("policies").isEmpty()) {
            found.add(Violation.required(field + ".policies", "must specify at least one Policy"));
        }
        int index = 0;
        for (JsonNode policy : rules.path("policies")) {
            policy(policy, field + ".policies[" + index + "]");
            index++;
        }
    }

    private void policy(JsonNode policy, String field) {
        String type = policy.path("type").asText();
        if (!List.of("Percent", "Pods").contains(type)) {
            found.add(Violation.unsupported(field + ".type", "\"" + type + "\"", quoted(List.of("Percent", "Pods"))));
        }
        for (String number : List.of("value", "periodSeconds")) {
            if (policy.path(number).asInt() <= 0) {
                found.add(Violation.invalid(
                        field + "." + number,
                        policy.has(number) ? policy.path(number) : IntNode.valueOf(0),
                        "must be greater than zero"));
            }
        }
        if (policy.path("periodSeconds").asInt() > LONGEST_PERIOD) {
            found.add(Violation.invalid(
                    field + ".periodSeconds",
                    policy.path("periodSeconds"),
                    "must be less than or equal to " + LONGEST_PERIOD));
        }
    }

    private static String quoted(Iterable<String> names) {
        List<String> all = new ArrayList<>();
        names.forEach(name -> all.add("\"" + name + "\""));
        return String.join(", ", all);
    }
}
