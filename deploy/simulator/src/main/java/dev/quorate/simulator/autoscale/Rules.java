package dev.quorate.simulator.autoscale;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How fast a number may go in one direction: spec.behavior.scaleUp or scaleDown, with the defaults filled in. */
record Rules(Optional<Duration> window, Select select, List<Policy> policies, double tolerance) {

    enum Select {
        MAX,
        MIN,
        DISABLED
    }

    record Policy(boolean percent, int value, Duration period) {}

    static Rules of(JsonNode rules, double usualTolerance) {
        List<Policy> policies = new ArrayList<>();
        for (JsonNode policy : rules.path("policies")) {
            policies.add(new Policy(
                    policy.path("type").asText().equals("Percent"),
                    policy.path("value").asInt(),
                    Duration.ofSeconds(policy.path("periodSeconds").asLong())));
        }
        Optional<Duration> window = Optional.ofNullable(rules.get("stabilizationWindowSeconds"))
                .map(seconds -> Duration.ofSeconds(seconds.asLong()));
        Select select = switch (rules.path("selectPolicy").asText()) {
            case "Min" -> Select.MIN;
            case "Disabled" -> Select.DISABLED;
            default -> Select.MAX;
        };
        double tolerance = rules.has("tolerance")
                ? Amount.milli(rules.path("tolerance").asText()) / (double) Amount.THOUSAND
                : usualTolerance;
        return new Rules(window, select, policies, tolerance);
    }

    /** The period of the policy that looks back farthest. */
    Duration longestPeriod() {
        return policies.stream().map(Policy::period).max(Duration::compareTo).orElse(Duration.ZERO);
    }
}
