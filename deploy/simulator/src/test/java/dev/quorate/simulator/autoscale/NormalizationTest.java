package dev.quorate.simulator.autoscale;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.rules.Defaults;
import dev.quorate.simulator.store.Kinds;
import java.time.Duration;
import java.time.Instant;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the wishes of looks that are 15 seconds apart; {@code 5*20} is the same wish twenty times. */
final class NormalizationTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration PERIOD = Duration.ofSeconds(15);

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            out: doubled at most, or to four        | {}                                      | 1  | 20 20 20          | 4 8 10
            out: to the maximum                     | {}                                      | 6  | 12                | 10
            in: five minutes after the last higher wish | {}                                  | 8  | 8 3*19 3 3        | 8 8*19 3 3
            in: as few as the minimum               | {}                                      | 3  | 1*19 1            | 3*19 2
            out: four pods or double in 15 s, the larger | {"scaleUp": {}}                    | 1  | 9 9 9             | 5 9 9
            out: one in a minute                    | {"scaleUp": {"policies": [{"type": "Pods", "value": 1, "periodSeconds": 60}]}} | 3 | 9 9 9 9 9 9 9 9 9 | 4 4 4 4 5 5 5 5 6
            out: the smaller of two policies        | {"scaleUp": {"selectPolicy": "Min"}}    | 2  | 9 9 9             | 4 8 9
            out: never                              | {"scaleUp": {"selectPolicy": "Disabled"}} | 2 | 9 9              | 2 2
            out: after a minute of the same wish    | {"scaleUp": {"stabilizationWindowSeconds": 60}} | 3 | 5 5 5 5 5 | 3 3 3 5 5
            in: at once                             | {"scaleDown": {"stabilizationWindowSeconds": 0}} | 8 | 3       | 3
            in: one pod in a minute                 | {"scaleDown": {"stabilizationWindowSeconds": 0, "policies": [{"type": "Pods", "value": 1, "periodSeconds": 60}]}} | 8 | 3 3 3 3 3 | 7 7 7 7 6
            in: half of them in a minute, rounded down | {"scaleDown": {"stabilizationWindowSeconds": 0, "policies": [{"type": "Percent", "value": 50, "periodSeconds": 60}]}} | 9 | 2 2 2 2 2 | 4 4 4 4 2
            in: never                               | {"scaleDown": {"selectPolicy": "Disabled", "stabilizationWindowSeconds": 0}} | 8 | 3 3 | 8 8
            a short dip is passed over              | {"scaleDown": {"stabilizationWindowSeconds": 60}} | 6 | 6 2 2 6 2 2 2 2 2 | 6 6 6 6 6 6 6 2 2
            """)
    void becomes(String why, String behavior, int start, String wishes, String results) throws Exception {
        Run run = new Run(behavior, start);
        assertEquals(results.trim(), run.all(wishes.trim()));
    }

    @Test
    void conditionsSayWhatHeldItBack() throws Exception {
        Run run = new Run("{}", 3);
        run.all("20");
        assertEquals("ReadyForNewScale, True ScaleUpLimit", run.reasons());
        run.all("20");
        assertEquals("ReadyForNewScale, True TooManyReplicas", run.reasons());
        run.all("5");
        assertEquals("ScaleDownStabilized, True TooManyReplicas", run.reasons());
        run.all("5*20");
        assertEquals("ReadyForNewScale, False DesiredWithinRange", run.reasons());
        run.all("1*20");
        assertEquals("ReadyForNewScale, True TooFewReplicas", run.reasons());
    }

    /** A target that always does what it is told, with two to ten replicas. */
    private static final class Run {
        private final Autoscaler autoscaler;
        private final History history = new History();
        private Instant now = START;
        private int current;
        private Conditions conditions = new Conditions(MissingNode.getInstance(), START);

        Run(String behavior, int start) throws JsonProcessingException {
            ObjectNode tree = JSON.createObjectNode();
            ObjectNode spec = tree.putObject("spec").put("minReplicas", 2).put("maxReplicas", 10);
            JsonNode rules = JSON.readTree(behavior);
            if (!rules.isEmpty()) {
                spec.set("behavior", rules);
                Defaults.apply(Kinds.AUTOSCALER, tree);
            }
            autoscaler = new Autoscaler(tree);
            current = start;
            history.begin(start, now.minus(PERIOD));
        }

        String all(String wishes) {
            StringJoiner results = new StringJoiner(" ");
            for (String word : wishes.split(" ", -1)) {
                String[] parts = word.split("\\*", 2);
                int times = parts.length > 1 ? Integer.parseInt(parts[1]) : 1;
                for (int i = 0; i < times; i++) {
                    look(Integer.parseInt(parts[0]));
                }
                results.add(current + (times > 1 ? "*" + times : ""));
            }
            return results.toString();
        }

        private void look(int wish) {
            conditions = new Conditions(conditions.list(), now);
            int next = new Normalization(autoscaler, history, Settings.USUAL, now).normalize(current, wish, conditions);
            if (next != current && autoscaler.behaves()) {
                history.rescaled(next - current, now, Duration.ofMinutes(30));
            }
            current = next;
            now = now.plus(PERIOD);
        }

        String reasons() {
            JsonNode able = conditions.list().path(0);
            JsonNode limited = conditions.list().path(1);
            return able.path("reason").asText() + ", "
                    + limited.path("status").asText() + " "
                    + limited.path("reason").asText();
        }
    }
}
