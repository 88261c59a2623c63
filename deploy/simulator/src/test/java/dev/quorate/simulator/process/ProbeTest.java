package dev.quorate.simulator.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.simulator.process.Probe.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProbeTest {

    private static final Optional<String> WELL = Optional.empty();
    private static final Optional<String> ILL = Optional.of("no answer");

    private final Probe probe = new Probe(
            JsonNodeFactory.instance.objectNode().put("successThreshold", 2).put("failureThreshold", 3));

    @Test
    void onlySoManyEqualAnswersInARowCount() {
        assertEquals(Verdict.OPEN, probe.judge(WELL));
        assertEquals(Verdict.PASSES, probe.judge(WELL));
        assertEquals(Verdict.OPEN, probe.judge(ILL));
        assertEquals(Verdict.OPEN, probe.judge(ILL));
        assertEquals(Verdict.OPEN, probe.judge(WELL));
        assertEquals(Verdict.OPEN, probe.judge(ILL));
        assertEquals(Verdict.OPEN, probe.judge(ILL));
        assertEquals(Verdict.FAILS, probe.judge(ILL));
    }

    @Test
    void oneThatIsAskedMoreOftenMayFailMoreOften() {
        Probe slow = new Probe(
                JsonNodeFactory.instance.objectNode().put("periodSeconds", 10).put("failureThreshold", 2));
        Probe hurried = slow.atLeastEach(Duration.ofSeconds(5));
        assertEquals(Duration.ofSeconds(5), hurried.period());
        assertEquals(Verdict.OPEN, hurried.judge(ILL));
        assertEquals(Verdict.OPEN, hurried.judge(ILL));
        assertEquals(Verdict.OPEN, hurried.judge(ILL));
        assertEquals(Verdict.FAILS, hurried.judge(ILL));
        assertEquals(
                Duration.ofSeconds(10), slow.atLeastEach(Duration.ofMinutes(1)).period());
    }
}
