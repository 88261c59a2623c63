package dev.quorate.simulator.autoscale;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose CPU counts, by seconds since the pod started, and since it became what it is. */
final class PodGroupsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            ready for a whole window, soon after its start     | 60  | ready   | 30  | true
            ready for less than a window                       | 60  | ready   | 10  | false
            ready since just now, long after its start         | 900 | ready   | 10  | true
            not ready, soon after its start                    | 60  | unready | 30  | false
            was ready, and lost it long after its start        | 900 | unready | 30  | true
            never was ready                                    | 900 | unready | 890 | false
            """)
    void cpuCountsWhere(String why, long started, String readiness, long since, boolean counts) {
        TargetPod pod = new TargetPod(
                "a",
                false,
                false,
                readiness.equals("ready"),
                Optional.of(new TargetPod.Readiness(readiness.equals("ready"), NOW.minusSeconds(since))),
                Optional.of(NOW.minusSeconds(started)),
                List.of());
        Map<String, Sample> samples = Map.of("a", new Sample(NOW, Duration.ofSeconds(15), 1));

        PodGroups cpu = PodGroups.of(List.of(pod), samples, true, Settings.USUAL, NOW);
        PodGroups other = PodGroups.of(List.of(pod), samples, false, Settings.USUAL, NOW);

        assertEquals(counts ? 1 : 0, cpu.ready());
        assertEquals(counts ? 0 : 1, cpu.unready().size());
        assertEquals(1, other.ready());
    }
}
