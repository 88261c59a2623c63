package dev.quorate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Condition;
import dev.quorate.schema.Refusal;
import dev.quorate.schema.RolloutRecord;
import dev.quorate.schema.RolloutRecord.Outcome;
import dev.quorate.schema.Source;
import dev.quorate.schema.StatusReport;
import dev.quorate.schema.StatusReport.Replicas;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadlinesTest {

    private static final Source SOURCE = new Source("c1", "ann", "Change", Instant.EPOCH, "a.yaml");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3 members | 5 members | SUCCEEDED | shop/locks: 3 → 5 members done (5 of 5 ready)",
                "'' | 3 members | SUCCEEDED | shop/locks: 3 members done (5 of 5 ready)",
                "3 members | 3 members | SUCCEEDED | shop/locks: repair of 3 members done (5 of 5 ready)",
                "3 members | 3 members, image etcd:b | SUCCEEDED | shop/locks: 3 members, image etcd:b done (5 of 5 ready)",
                "5 members | 3 members | SUPERSEDED | shop/locks: 5 → 3 members superseded by a newer commit",
                "5 members | 2 members | REFUSED | shop/locks: refused: etcd rests at 1, 3, 5 or 7 members.",
            })
    void aRolloutIsALineOfTheLog(String from, String to, Outcome outcome, String subject) {
        assertEquals(
                subject, Headlines.subject(List.of(report("locks", "ready")), List.of(record(from, to, outcome)), 0));
    }

    @Test
    void aReportWithoutARolloutSaysHowTheAppIs() {
        assertEquals(
                "shop/web: pods not ready, 2 of 3 ready: web-2 ImagePullBackOff",
                Headlines.subject(List.of(report("web", "2 of 3 ready: web-2 ImagePullBackOff")), List.of(), 0));
    }

    @Test
    void severalAppsAreCountedAndTheLineStaysShort() {
        String subject = Headlines.subject(
                List.of(report("a", "x".repeat(80)), report("b", "y".repeat(80)), report("c", "z")), List.of(), 0);
        assertEquals("3 apps: shop/a: pods not ready, ", subject.substring(0, 32));
        assertEquals(120, subject.length());
    }

    @Test
    void filesAloneHaveALineToo() {
        assertEquals("1 problem in files that cannot be used", Headlines.subject(List.of(), List.of(), 1));
        assertEquals("2 problems in files that cannot be used", Headlines.subject(List.of(), List.of(), 2));
        assertEquals("All files can be used", Headlines.subject(List.of(), List.of(), 0));
    }

    private static RolloutRecord record(String from, String to, Outcome outcome) {
        List<Refusal> refusals = outcome == Outcome.REFUSED
                ? List.of(new Refusal("IllegalSize", "etcd rests at 1, 3, 5 or 7 members.", Optional.empty()))
                : List.of();
        return new RolloutRecord(
                "r1",
                new AppName("shop", "locks"),
                "east",
                SOURCE,
                from,
                to,
                Instant.EPOCH,
                Instant.EPOCH,
                outcome,
                List.of(),
                List.of(),
                refusals);
    }

    private static StatusReport report(String name, String message) {
        return new StatusReport(
                new AppName("shop", name),
                "east",
                "etcd",
                Optional.of(SOURCE),
                Optional.empty(),
                new Replicas(5, 5, 5),
                List.of(),
                List.of(new Condition(Condition.READY, Condition.Status.FALSE, "PodsNotReady", message, Instant.EPOCH)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                JsonNodeFactory.instance.objectNode());
    }
}
