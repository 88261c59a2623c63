package dev.quorate.simulator.autoscale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads one entry of spec.metrics and works out what it asks for. */
final class MetricReader {

    private final MetricSource source;
    private final ReplicaCalculator calculator;
    private final Scale scale;
    private final String namespace;

    MetricReader(MetricSource source, ReplicaCalculator calculator, Scale scale, String namespace) {
        this.source = source;
        this.calculator = calculator;
        this.scale = scale;
        this.namespace = namespace;
    }

    /** Why a metric proposes nothing, as the condition and as the event of the whole pass word it. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String reason;
        private final String cause;

        Failure(String reason, String cause, String message) {
            super(message);
            this.reason = reason;
            this.cause = cause;
        }

        String reason() {
            return reason;
        }

        String condition() {
            return cause;
        }
    }

    /** @throws Failure when nothing follows from it */
    MetricReading read(JsonNode metric) {
        return switch (metric.path("type").asText()) {
            case "Resource" -> {
                JsonNode resource = metric.path("resource");
                yield guarded(
                        "FailedGetResourceMetric",
                        "failed to get " + resource.path("name").asText() + " resource metric value",
                        () -> resource(resource, "Resource", Optional.empty()));
            }
            case "ContainerResource" -> {
                JsonNode resource = metric.path("containerResource");
                String container = resource.path("container").asText();
                yield guarded(
                        "FailedGetContainerResourceMetric",
                        "failed to get " + container + " container metric value",
                        () -> resource(resource, "ContainerResource", Optional.of(container)));
            }
            case "Pods" ->
                guarded("FailedGetPodsMetric", "failed to get pods metric value", () -> pods(metric.path("pods")));
            case "Object" ->
                guarded(
                        "FailedGetObjectMetric",
                        "failed to get object metric value",
                        () -> object(metric.path("object")));
            default -> {
                JsonNode external = metric.path("external");
                String name = external.path("metric").path("name").asText();
                yield guarded(
                        "FailedGetExternalMetric",
                        "failed to get " + name + " external metric value: failed to get " + name + " external metric",
                        () -> external(external));
            }
        };
    }

    private static MetricReading guarded(String reason, String context, Supplier<MetricReading> read) {
        try {
            return read.get();
        } catch (MetricException e) {
            throw new Failure(reason, e.text(), context + ": " + e.text());
        }
    }

    private MetricReading resource(JsonNode spec, String type, Optional<String> container) {
        String name = spec.path("name").asText();
        JsonNode target = spec.path("target");
        boolean average = target.has("averageValue");
        try {
            Map<String, Sample> samples = samples(name, container);
            ObjectNode current = JsonNodeFactory.instance.objectNode();
            Proposal proposal;
            if (average) {
                proposal = calculator.average(scale.wanted(), milli(target, "averageValue"), name, samples);
                current.put("averageValue", Amount.text(proposal.milli()));
            } else {
                int percent = target.path("averageUtilization").asInt();
                proposal = calculator.utilization(scale.wanted(), percent, name, container, samples);
                current.put("averageValue", Amount.text(proposal.milli()))
                        .put("averageUtilization", proposal.percent());
            }
            ObjectNode status = JsonNodeFactory.instance.objectNode().put("type", type);
            ObjectNode own = status.putObject(container.isPresent() ? "containerResource" : "resource")
                    .put("name", name);
            own.set("current", current);
            container.ifPresent(named -> own.put("container", named));
            String utilization = (container.isPresent() ? " container resource" : " resource")
                    + " utilization (percentage of request)";
            return new MetricReading(proposal.replicas(), name + (average ? " resource" : utilization), status);
        } catch (MetricException e) {
            throw e.within("failed to get " + name + (average ? " usage" : " utilization"));
        }
    }

    private Map<String, Sample> samples(String resource, Optional<String> container) {
        try {
            return source.resource(resource, container);
        } catch (MetricException e) {
            throw e.within("unable to get metrics for resource " + resource);
        }
    }

    private MetricReading pods(JsonNode spec) {
        String name = spec.path("metric").path("name").asText();
        Map<String, Sample> samples;
        try {
            samples = source.pods(name);
        } catch (MetricException e) {
            throw e.within("unable to get metric " + name);
        }
        long target = milli(spec.path("target"), "averageValue");
        Proposal proposal = calculator.average(scale.wanted(), target, "", samples);
        return new MetricReading(
                proposal.replicas(), "pods metric " + name, status("Pods", "pods", spec, "averageValue", proposal));
    }

    private MetricReading object(JsonNode spec) {
        String name = spec.path("metric").path("name").asText();
        String kind = spec.path("describedObject").path("kind").asText();
        String object = spec.path("describedObject").path("name").asText();
        long value;
        try {
            value = source.object(kind, object, name);
        } catch (MetricException e) {
            throw new MetricException(
                    "unable to get metric " + name + ": " + e.text() + " on " + kind + " " + namespace + "/" + object);
        }
        JsonNode target = spec.path("target");
        boolean share = target.path("type").asText().equals("AverageValue");
        Proposal proposal = outside(target, share, value);
        String field = share ? "averageValue" : "value";
        ObjectNode status = status("Object", "object", spec, field, proposal);
        ((ObjectNode) status.path("object")).set("describedObject", spec.path("describedObject"));
        String words = share ? "external metric " + name + "(" + selector(spec) + ")" : kind + " metric " + name;
        return new MetricReading(proposal.replicas(), words, status);
    }

    private MetricReading external(JsonNode spec) {
        String name = spec.path("metric").path("name").asText();
        long value;
        try {
            value = source.external(name, spec.path("metric").path("selector"));
        } catch (MetricException e) {
            throw e.within("unable to get external metric " + namespace + "/" + name + "/" + selector(spec));
        }
        JsonNode target = spec.path("target");
        boolean share = target.has("averageValue");
        Proposal proposal = outside(target, share, value);
        ObjectNode status = status("External", "external", spec, share ? "averageValue" : "value", proposal);
        return new MetricReading(proposal.replicas(), "external metric " + name + "(" + selector(spec) + ")", status);
    }

    private Proposal outside(JsonNode target, boolean share, long value) {
        return share
                ? calculator.share(scale.current(), milli(target, "averageValue"), value)
                : calculator.total(scale.wanted(), milli(target, "value"), value);
    }

    private static ObjectNode status(String type, String field, JsonNode spec, String value, Proposal proposal) {
        ObjectNode status = JsonNodeFactory.instance.objectNode().put("type", type);
        ObjectNode own = status.putObject(field);
        own.set("metric", spec.path("metric"));
        own.putObject("current").put(value, Amount.text(proposal.milli()));
        return status;
    }

    /** As a selector is printed in messages. */
    private static String selector(JsonNode spec) {
        JsonNode selector = spec.path("metric").path("selector");
        if (!selector.isObject()) {
            return "nil";
        }
        StringBuilder labels = new StringBuilder("map[string]string{");
        selector.path("matchLabels").properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(label -> labels.append(label.getKey())
                        .append(": ")
                        .append(label.getValue().asText())
                        .append(','));
        return "&LabelSelector{MatchLabels:" + labels + "},MatchExpressions:[]LabelSelectorRequirement{},}";
    }

    private static long milli(JsonNode target, String field) {
        return Amount.milli(target.path(field).asText());
    }
}
