package dev.quorate.simulator.autoscale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One look of an autoscaler at its target: decide, then say what came of it. */
public final class AutoscalerPass {

    private final Autoscaler autoscaler;
    private final History history;
    private final Settings settings;
    private final Instant now;
    private final Conditions conditions;
    private final List<Notice> notices = new ArrayList<>();

    public AutoscalerPass(Autoscaler autoscaler, History history, Settings settings, Instant now) {
        this.autoscaler = autoscaler;
        this.history = history;
        this.settings = settings;
        this.now = now;
        this.conditions = new Conditions(autoscaler.status().path("conditions"), now);
    }

    /** An event to come. */
    public record Notice(boolean warning, String reason, String message) {}

    /**
     * What it may look at.
     *
     * @param unclear why it cannot be said which pods are its own; absent where it can
     */
    public record View(Scale scale, List<TargetPod> pods, MetricSource metrics, Optional<Unclear> unclear) {
        public View {
            pods = List.copyOf(pods);
        }
    }

    /** Why it cannot be said which pods are an autoscaler's own: the reason of the condition, and of the event. */
    public record Unclear(String condition, String event, String message) {

        static final Unclear NO_SELECTOR = new Unclear("InvalidSelector", "SelectorRequired", "selector is required");

        public static Unclear invalid(String error) {
            String message = "couldn't convert selector into a corresponding internal selector object: " + error;
            return new Unclear("InvalidSelector", "InvalidSelector", message);
        }

        public static Unclear shared(String selector, List<String> autoscalers) {
            String message = "pods by selector " + selector + " are controlled by multiple HPAs: ["
                    + String.join(" ", autoscalers) + "]";
            return new Unclear("AmbiguousSelector", "AmbiguousSelector", message);
        }
    }

    public List<Notice> notices() {
        return List.copyOf(notices);
    }

    /** The status where the target cannot be read. */
    public ObjectNode withoutScale(String error) {
        warn("FailedGetScale", error);
        conditions.set(
                "AbleToScale",
                false,
                "FailedGetScale",
                "the HPA controller was unable to get the target's current scale: " + error);
        ObjectNode status = autoscaler.status().deepCopy();
        status.set("conditions", conditions.list());
        return status;
    }

    public Decision decide(View view) {
        conditions.set(
                "AbleToScale",
                true,
                "SucceededGetScale",
                "the HPA controller was able to get the target's current scale");
        int found = view.scale().wanted();
        history.begin(found, now);
        if (found == 0 && autoscaler.min() != 0) {
            conditions.set(
                    "ScalingActive",
                    false,
                    "ScalingDisabled",
                    "scaling is disabled since the replica count of the target is zero");
            return new Decision(0, OptionalInt.empty(), "", 0, NullNode.instance);
        }
        if (found > autoscaler.max()) {
            return toBound(found, autoscaler.max(), "Current number of replicas above Spec.MaxReplicas");
        }
        if (found < autoscaler.min()) {
            return toBound(found, autoscaler.min(), "Current number of replicas below Spec.MinReplicas");
        }
        return byMetrics(view);
    }

    private static Decision toBound(int found, int bound, String reason) {
        return new Decision(found, OptionalInt.of(bound), reason, bound, NullNode.instance);
    }

    private Decision byMetrics(View view) {
        int found = view.scale().wanted();
        Optional<String> unclear = unclearPods(view);
        if (unclear.isPresent()) {
            return undecided(found, NullNode.instance, unclear.get());
        }
        ArrayNode statuses = JsonNodeFactory.instance.arrayNode();
        List<MetricReader.Failure> failures = new ArrayList<>();
        Optional<MetricReading> highest = highest(view, statuses, failures);
        int metrics = autoscaler.metrics().size();
        String invalid = failures.isEmpty()
                ? ""
                : "invalid metrics (" + failures.size() + " invalid out of " + metrics + "), first error is: "
                        + failures.get(0).getMessage();
        boolean lower = highest.filter(reading -> reading.replicas() < found).isPresent();
        if (highest.isEmpty() || (!failures.isEmpty() && lower)) {
            MetricReader.Failure first = failures.get(0);
            conditions.set(
                    "ScalingActive",
                    false,
                    first.reason(),
                    "the HPA was unable to compute the replica count: " + first.condition());
            return undecided(found, statuses, invalid);
        }
        conditions.set(
                "ScalingActive",
                true,
                "ValidMetricFound",
                "the HPA was able to successfully calculate a replica count from "
                        + highest.get().name());
        return normalized(found, highest.get(), statuses);
    }

    private Decision normalized(int found, MetricReading highest, JsonNode statuses) {
        String reason = highest.replicas() > found ? highest.name() + " above target" : "All metrics below target";
        int desired =
                new Normalization(autoscaler, history, settings, now).normalize(found, highest.replicas(), conditions);
        OptionalInt rescale = desired == found ? OptionalInt.empty() : OptionalInt.of(desired);
        return new Decision(found, rescale, highest.replicas() == found ? "" : reason, desired, statuses);
    }

    private Optional<MetricReading> highest(View view, ArrayNode statuses, List<MetricReader.Failure> failures) {
        ReplicaCalculator calculator = new ReplicaCalculator(view.pods(), autoscaler.tolerance(), settings, now);
        MetricReader reader = new MetricReader(view.metrics(), calculator, view.scale(), autoscaler.namespace());
        Optional<MetricReading> highest = Optional.empty();
        for (JsonNode metric : autoscaler.metrics()) {
            try {
                MetricReading reading = reader.read(metric);
                statuses.add(reading.status());
                if (highest.filter(other -> other.replicas() != 0 && other.replicas() >= reading.replicas())
                        .isEmpty()) {
                    highest = Optional.of(reading);
                }
            } catch (MetricReader.Failure e) {
                warn(e.reason(), e.condition());
                statuses.addObject().put("type", "");
                failures.add(e);
            }
        }
        return highest;
    }

    /** Whose pods they are has to be clear before their metrics mean anything. */
    private Optional<String> unclearPods(View view) {
        boolean missing = view.scale().selector().isEmpty();
        Optional<Unclear> unclear = missing ? Optional.of(Unclear.NO_SELECTOR) : view.unclear();
        unclear.ifPresent(found -> {
            warn(found.event(), found.message());
            String message = missing ? "the HPA target's scale is missing a selector" : found.message();
            conditions.set("ScalingActive", false, found.condition(), message);
        });
        return unclear.map(Unclear::message);
    }

    private Decision undecided(int found, JsonNode metrics, String why) {
        warn("FailedComputeMetricsReplicas", why);
        return new Decision(
                found,
                OptionalInt.empty(),
                "",
                autoscaler.status().path("desiredReplicas").asInt(),
                metrics);
    }

    /** The status where nothing is to be done, or nothing can. */
    public ObjectNode unchanged(Decision decision) {
        return status(decision, decision.desired(), lastScaleTime());
    }

    public ObjectNode rescaled(Decision decision) {
        int size = decision.rescale().orElseThrow();
        conditions.set(
                "AbleToScale",
                true,
                "SucceededRescale",
                "the HPA controller was able to update the target scale to " + size);
        notices.add(new Notice(false, "SuccessfulRescale", "New size: " + size + "; reason: " + decision.reason()));
        if (autoscaler.behaves()) {
            Duration up = autoscaler.scaleUp().longestPeriod();
            Duration down = autoscaler.scaleDown().longestPeriod();
            history.rescaled(size - decision.found(), now, up.compareTo(down) > 0 ? up : down);
        }
        return status(decision, size, Optional.of(Metadata.timestamp(now)));
    }

    public ObjectNode notRescaled(Decision decision, String error) {
        int size = decision.rescale().orElseThrow();
        warn("FailedRescale", "New size: " + size + "; reason: " + decision.reason() + "; error: " + error);
        conditions.set(
                "AbleToScale",
                false,
                "FailedUpdateScale",
                "the HPA controller was unable to update the target scale: " + error);
        return status(decision, autoscaler.status().path("desiredReplicas").asInt(), lastScaleTime());
    }

    private ObjectNode status(Decision decision, int desired, Optional<String> lastScaleTime) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        lastScaleTime.ifPresent(time -> status.put("lastScaleTime", time));
        if (decision.found() != 0) {
            status.put("currentReplicas", decision.found());
        }
        status.put("desiredReplicas", desired);
        status.set("currentMetrics", decision.metrics());
        status.set("conditions", conditions.list());
        return status;
    }

    private Optional<String> lastScaleTime() {
        return Optional.ofNullable(autoscaler.status().get("lastScaleTime")).map(JsonNode::asText);
    }

    private void warn(String reason, String message) {
        notices.add(new Notice(true, reason, message));
    }
}
