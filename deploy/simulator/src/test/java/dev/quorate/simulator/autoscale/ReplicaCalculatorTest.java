package dev.quorate.simulator.autoscale;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Pods are written as a letter and what they use, in thousandths of a core: {@code r} ready, {@code u} not ready yet,
 * {@code p} pending, {@code m} without a sample, {@code g} being deleted. Each asks for a whole core.
 */
final class ReplicaCalculatorTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration WINDOW = Duration.ofSeconds(15);
    private static final long CORE = 1000;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            twice the target doubles                                  | r1000 r1000 r1000     | 3 | 50  | 6
            half the target halves                                    | r250 r250 r250 r250   | 4 | 50  | 2
            a part of a pod is a pod                                  | r600 r600             | 2 | 50  | 3
            a tenth too much is tolerated                             | r550 r550             | 2 | 50  | 2
            a tenth too little is tolerated                           | r450 r450             | 2 | 50  | 2
            a little more than a tenth is not                         | r560 r560             | 2 | 50  | 3
            the target may be above all that pods ask for             | r2000 r2000           | 2 | 150 | 3
            pods count, not what the target was told to have          | r1000 r1000           | 5 | 50  | 4
            pods that are being deleted count for nothing             | r1000 r1000 g1000     | 3 | 50  | 4
            the first CPU of a pod that starts is not load            | r400 r400 u4000       | 3 | 50  | 2
            those that start will take their part, so fewer are added | r1000 r1000 u0        | 3 | 50  | 4
            those that start may be enough already                    | r600 r600 u0          | 3 | 50  | 3
            a pending pod is one that starts                          | r600 r600 p0          | 3 | 50  | 3
            a pending pod does not hold back fewer                    | r100 r100 p0          | 3 | 50  | 1
            without a sample all is used, where fewer are wanted      | r200 r200 m0          | 3 | 50  | 3
            without a sample there are fewer still, if the others idle | r10 r10 r10 r10 m0   | 5 | 50  | 2
            without a sample nothing is used, where more are wanted   | r900 r900 m0          | 3 | 50  | 4
            a missing sample never turns the direction                | r600 m0 m0            | 3 | 50  | 3
            """)
    void utilization(String why, String pods, int current, int target, int replicas) {
        Table table = Table.of(pods);
        assertEquals(
                replicas,
                table.calculator()
                        .utilization(current, target, "cpu", Optional.empty(), table.samples())
                        .replicas());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            an average above the target                               | r900 r900             | 2 | 600 | 3
            an average below the target                               | r200 r200 r200        | 3 | 600 | 1
            without a sample the target is used, where fewer are wanted | r100 r100 m0        | 3 | 600 | 2
            without a sample nothing is used, where more are wanted   | r900 r900 m0          | 3 | 600 | 3
            a pod that starts is measured like all others, but for CPU | r600 r600 u600       | 3 | 600 | 3
            """)
    void averageOfWhatIsNoCpu(String why, String pods, int current, long target, int replicas) {
        Table table = Table.of(pods);
        assertEquals(
                replicas,
                table.calculator().average(current, target, "", table.samples()).replicas());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            twice the total                                           | r0 r0                 | 2 | 100 | 200 | 4
            only ready pods are multiplied                            | r0 r0 u0              | 3 | 100 | 200 | 4
            nearly the total                                          | r0 r0                 | 2 | 100 | 105 | 2
            a target that has none                                    |                       | 0 | 100 | 250 | 3
            """)
    void total(String why, String pods, int current, long target, long value, int replicas) {
        assertEquals(
                replicas,
                Table.of(pods).calculator().total(current, target, value).replicas());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            the value is shared by what the target says there is      | 2 | 100 | 500 | 5
            nearly right                                              | 5 | 100 | 520 | 5
            nothing to do                                             | 3 | 100 | 0   | 0
            """)
    void share(String why, int pods, long target, long value, int replicas) {
        assertEquals(
                replicas, Table.of("").calculator().share(pods, target, value).replicas());
    }

    private record Table(List<TargetPod> pods, Map<String, Sample> samples) {

        static Table of(String text) {
            List<TargetPod> pods = new ArrayList<>();
            Map<String, Sample> samples = new LinkedHashMap<>();
            for (String word :
                    text == null || text.isBlank() ? new String[0] : text.trim().split("\\s+", -1)) {
                String name = "pod-" + pods.size();
                char kind = word.charAt(0);
                pods.add(pod(name, kind));
                if (kind != 'm' && kind != 'p') {
                    samples.put(name, new Sample(NOW, WINDOW, Long.parseLong(word.substring(1))));
                }
            }
            return new Table(pods, samples);
        }

        private static TargetPod pod(String name, char kind) {
            Instant started = kind == 'u' ? NOW.minusSeconds(20) : NOW.minusSeconds(3600);
            boolean ready = kind != 'u' && kind != 'p';
            return new TargetPod(
                    name,
                    kind == 'g',
                    kind == 'p',
                    ready,
                    Optional.of(new TargetPod.Readiness(ready, started.plusSeconds(5))),
                    Optional.of(started),
                    List.of(new TargetPod.Container("main", Map.of("cpu", CORE))));
        }

        ReplicaCalculator calculator() {
            return new ReplicaCalculator(pods, new Tolerance(Tolerance.USUAL, Tolerance.USUAL), Settings.USUAL, NOW);
        }
    }
}
