package dev.quorate.simulator.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Numbers with bounds. */
final class NumberRules {

    private NumberRules() {}

    static List<Violation> lease(JsonNode spec) {
        List<Violation> found = new ArrayList<>();
        JsonNode duration = spec.path("leaseDurationSeconds");
        if (duration.isNumber() && duration.asLong() <= 0) {
            found.add(Violation.invalid("spec.leaseDurationSeconds", duration, "must be greater than 0"));
        }
        notNegative("spec.leaseTransitions", spec.path("leaseTransitions"), found);
        return found;
    }

    static void notNegative(String field, JsonNode value, List<Violation> found) {
        if (value.isNumber() && value.asLong() < 0) {
            found.add(Violation.invalid(field, value, "must be greater than or equal to 0"));
        }
    }
}
