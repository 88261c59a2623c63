package dev.quorate.simulator.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

    /** Asks at least so often, and may fail the more often: what it allows altogether stays. */
    Probe atLeastEach(Duration longest) {
        if (period().compareTo(longest) <= 0) {
            return this;
        }
        ObjectNode hurried = spec.deepCopy();
        hurried.put("periodSeconds", longest.toSeconds());
        hurried.put("failureThreshold", period().toSeconds() * failureThreshold() / longest.toSeconds());
        return new Probe(hurried);
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
        return failed >= failureThreshold() ? Verdict.FAILS : Verdict.OPEN;
    }

    private int failureThreshold() {
        return spec.path("failureThreshold").asInt(3);
    }

    JsonNode spec() {
        return spec;
    }
}
