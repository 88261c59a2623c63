package dev.quorate.simulator.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** How often a probe is asked, and how many equal answers in a row count. It keeps count itself. */
final class Probe {

    private final JsonNode spec;
    private int passed;
    private int failed;

    /** What follows from an answer. */
    enum Verdict {
        PASSES,
        FAILS,
        OPEN
    }

    Probe(JsonNode spec) {
        this.spec = spec;
    }

    Duration initialDelay() {
        return seconds("initialDelaySeconds", 0);
    }

    Duration period() {
        return seconds("periodSeconds", 10);
    }

    Duration timeout() {
        return seconds("timeoutSeconds", 1);
    }

    private Duration seconds(String field, int usual) {
        return Duration.ofSeconds(spec.path(field).asInt(usual));
    }

    /** How long its container may take to end when this probe ends it. */
    OptionalInt grace() {
        JsonNode own = spec.path("terminationGracePeriodSeconds");
        return own.isInt() ? OptionalInt.of(own.asInt()) : OptionalInt.empty();
    }

    Verdict judge(Optional<String> failure) {
        passed = failure.isEmpty() ? passed + 1 : 0;
        failed = failure.isEmpty() ? 0 : failed + 1;
        if (passed >= spec.path("successThreshold").asInt(1)) {
            return Verdict.PASSES;
        }
        return failed >= spec.path("failureThreshold").asInt(3) ? Verdict.FAILS : Verdict.OPEN;
    }

    JsonNode spec() {
        return spec;
    }
}
