package dev.quorate.schema;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is committed to the status branch, compared with the text files beside this test's resources. */
class StatusFilesTest {
    private static final Path EXPECTED = Path.of("src/test/status");
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
    private static final AppName LOCKS = new AppName("shop", "locks");
    private static final Source SOURCE = new Source(
            "0123456789abcdef0123456789abcdef01234567",
            "Ada <ada@example.com>",
            "Scale locks: 3 -> 5",
            TIME,
            "apps/locks/app.yaml");
    private static final Refusal REFUSAL = new Refusal(
            "quorum", "removing locks-2 would leave 1 of 2 voters: no quorum", Optional.of("spec.replicas"));

    private static final Drift DRIFT = new Drift(
            "StatefulSet shop/locks",
            List.of("spec.replicas"),
            "replicas 1 instead of 3",
            Optional.of("kubectl"),
            Optional.of(TIME));

    private static final StatusReport REPORT = new StatusReport(
            LOCKS,
            "prod",
            "etcd",
            Optional.of(SOURCE),
            Optional.of("fedcba9876543210fedcba9876543210fedcba98"),
            new StatusReport.Replicas(5, 3, 3),
            List.of(new StatusReport.Scaling(
                    "locks",
                    1,
                    5,
                    OptionalInt.of(9),
                    5,
                    3,
                    "AtMaximum",
                    "more are asked for, and maxReplicas is 5",
                    TIME,
                    Optional.of(new StatusReport.Pressure("maxReplicas", TIME)))),
            List.of(
                    new Condition(Condition.READY, Condition.Status.FALSE, "Progressing", "3 of 5 members", TIME),
                    new Condition(
                            Condition.RECONCILING,
                            Condition.Status.TRUE,
                            "ScalingOut",
                            "adding locks-3: no\n1 | yes",
                            TIME)),
            List.of(
                    new StatusReport.Member(
                            "locks-0",
                            Optional.of("8e9e05c52164694d"),
                            Optional.of("leader"),
                            true,
                            "healthy",
                            Optional.of("3.5.16"),
                            Optional.of("locks-0"),
                            Optional.of("node-a"),
                            Optional.of("locks-64cbb98d4c")),
                    new StatusReport.Member(
                            "locks-3",
                            Optional.empty(),
                            Optional.empty(),
                            false,
                            "unknown",
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty())),
            List.of(
                    new StatusReport.PlannedStep("+", "add locks-3 as a learner", "running", "replicas is 5"),
                    new StatusReport.PlannedStep("+", "add locks-4 as a learner", "waiting", "one member at a time")),
            List.of(),
            List.of(DRIFT),
            Json.object()
                    .put("version", "3.10")
                    .put("yes", "no")
                    .put("octal", "0644")
                    .put("term", 7L));

    private static final RolloutRecord ROLLOUT = new RolloutRecord(
            Layout.rolloutId(TIME, SOURCE.commit()),
            LOCKS,
            "prod",
            SOURCE,
            "3 members",
            "5 members",
            TIME,
            TIME.plusSeconds(90),
            RolloutRecord.Outcome.SUPERSEDED,
            List.of(DRIFT),
            List.of(
                    new RolloutRecord.Step(
                            "add locks-3 as a learner",
                            TIME,
                            Optional.of(TIME.plusSeconds(60)),
                            RolloutRecord.Outcome.SUCCEEDED,
                            Optional.empty()),
                    new RolloutRecord.Step(
                            "add locks-4 as a learner",
                            TIME.plusSeconds(61),
                            Optional.empty(),
                            RolloutRecord.Outcome.CANCELLED,
                            Optional.of("a newer commit asks for 3"))),
            List.of(REFUSAL));

    private static final ProblemReport PROBLEMS = new ProblemReport(
            SOURCE.commit(),
            List.of(new Problem(
                    "apps/web/app.yaml",
                    7,
                    3,
                    "spec.replica",
                    "unknown-field",
                    "there is no field \"replica\" here",
                    "did you mean replicas?")));

    @Test
    void aReportIsWrittenInOneOrderAndReadsBack() throws Exception {
        byte[] bytes = StatusWriter.write(REPORT);
        assertText("status.yaml", bytes);
        StatusReport again = StatusReader.report("status.yaml", bytes);
        assertEquals(REPORT.members(), again.members());
        assertEquals(REPORT.conditions(), again.conditions());
        assertEquals(REPORT.plan(), again.plan());
        assertArrayEquals(bytes, StatusWriter.write(again));
    }

    @Test
    void aRolloutReadsBack() throws Exception {
        byte[] bytes = StatusWriter.write(ROLLOUT);
        assertText("rollout.yaml", bytes);
        assertEquals(ROLLOUT, StatusReader.rollout("rollout.yaml", bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "~",
                "null",
                "Null",
                "true",
                "yes",
                "N",
                "on",
                "0644",
                "0x1F",
                "1e10",
                "1234567e89",
                "8e9e05c52164694d",
                "e5",
                ".inf",
                ".5",
                "+1",
                "-",
                "- a",
                "? a",
                ": a",
                "a: b",
                "a:",
                "a #b",
                "#a",
                "&a",
                "*a",
                "!a",
                "|",
                ">",
                "%a",
                "@a",
                "`a",
                "'",
                "\"",
                "a\nb",
                "\n",
                "a\n",
                "a\n\n",
                "\na",
                " a",
                "a ",
                "a  b",
                "\t",
                "a\tb",
                "=",
                "<<",
                "2026-01-01",
                "12:30:45",
                "1_000",
                "é𝒳",
                "\u0085",
                "a\u2028b",
                "\u0007",
                "a\uFEFF",
                "---",
                "...",
                "{",
                "[",
                "a, b",
                "[a]",
                "a]",
                "\\",
                "a\\",
                "a\r\nb",
                "a\u00a0b",
                " \n a\n  b"
            })
    void everyTextReadsBackAsItWas(String text) throws Exception {
        ObjectNode observed = Json.object().put(text, text);
        StatusReport report = new StatusReport(
                new AppName(text, text),
                text,
                text,
                Optional.empty(),
                Optional.empty(),
                new StatusReport.Replicas(0, 0, 0),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                observed);
        assertEquals(report, StatusReader.report("s.yaml", StatusWriter.write(report)));
    }

    @Test
    void problemsReadBack() throws Exception {
        byte[] bytes = StatusWriter.write(PROBLEMS);
        assertText("problems.yaml", bytes);
        assertEquals(PROBLEMS, StatusReader.problems("problems.yaml", bytes));
    }

    @Test
    void theTableShowsWordsOfOthersWithoutObeyingThem() throws IOException {
        StatusReport stalled = new StatusReport(
                new AppName("shop", "cart"),
                "prod",
                "etcd",
                Optional.of(new Source("abc", "", "| [x](http://example.com) <b>", TIME, "")),
                Optional.empty(),
                new StatusReport.Replicas(2, 5, 4),
                List.of(),
                List.of(new Condition(Condition.STALLED, Condition.Status.TRUE, "Refused", REFUSAL.sentence(), TIME)),
                List.of(),
                List.of(),
                List.of(REFUSAL),
                List.of(),
                Json.object());
        String table = StatusTable.markdown("prod", List.of(REPORT, stalled), PROBLEMS.problems());
        assertText("README.md", table.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTableOfVeryManyAppsShowsThoseFirstThatNeedALook() {
        List<StatusTable.Row> rows = new ArrayList<>(Collections.nCopies(1500, new StatusTable.Row("calm\n", true)));
        rows.set(1499, new StatusTable.Row("stalled\n", false));
        List<String> page = StatusTable.page("prod", rows, List.of()).lines().toList();

        assertEquals("stalled", page.get(6));
        assertEquals(999, page.stream().filter("calm"::equals).count());
        assertEquals("Of 500 more apps only the folders are here.", page.get(page.size() - 1));
    }

    @Test
    void anEmptyClusterHasATableToo() {
        assertTrue(StatusTable.markdown("prod", List.of(), List.of()).contains("| no apps |"));
    }

    @Test
    void aReportKeepsToItsSchema() throws IOException {
        JsonNode document = new YAMLMapper().readTree(StatusWriter.write(REPORT));
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Schemas.standard().statusReport());
        assertEquals(List.of(), schema.validate(document));
    }

    @Test
    void whatANewerControllerAddedIsPassedOverAndWhatAnOlderOneLacksIsEmpty() throws Exception {
        String text = """
                apiVersion: quorate.dev/v1alpha1
                kind: StatusReport
                new: {a: 1}
                app: {namespace: a, name: b, uid: c}
                cluster: x
                replicas: {desired: 3}
                members:
                - {name: m}
                """;
        StatusReport report = StatusReader.report("s.yaml", text.getBytes(StandardCharsets.UTF_8));
        assertEquals(new AppName("a", "b"), report.app());
        assertEquals(List.of(), report.plan());
        assertEquals(Optional.empty(), report.source());
        assertEquals(new StatusReport.Replicas(3, 0, 0), report.replicas());
        assertEquals(Optional.empty(), report.members().get(0).id());
        assertTrue(report.observed().isEmpty());
    }

    @Test
    void aFileOfAnotherKindOrVersionOrWithoutSenseIsRefused() {
        for (String text : List.of(
                "kind: ConfigMap",
                "",
                "[1]",
                "apiVersion: quorate.dev/v2\nkind: StatusReport",
                "a: [",
                "apiVersion: quorate.dev/v1alpha1\nkind: StatusReport\nsource: {time: yesterday}\n",
                "apiVersion: quorate.dev/v1alpha1\nkind: StatusReport\nmembers: 3\n",
                "apiVersion: quorate.dev/v1alpha1\nkind: StatusReport\ncluster: x\n")) {
            InvalidReportException e = assertThrows(
                    InvalidReportException.class,
                    () -> StatusReader.report("s.yaml", text.getBytes(StandardCharsets.UTF_8)),
                    text);
            assertTrue(String.valueOf(e.getMessage()).startsWith("s.yaml "), e::toString);
        }
    }

    @Test
    void everyFileHasItsPlace() {
        assertEquals("v1/shop/locks/status.yaml", Layout.status(LOCKS));
        assertEquals("v1/shop/locks/rollouts/20260102-030405-0123456.yaml", Layout.rollout(ROLLOUT));
        assertEquals("v1/problems.yaml", Layout.PROBLEMS);
    }

    private static void assertText(String name, byte[] actual) throws IOException {
        Path file = EXPECTED.resolve(name);
        if (Boolean.getBoolean("quorate.rewrite")) {
            Files.createDirectories(EXPECTED);
            Files.write(file, actual);
        }
        assertEquals(Files.readString(file), new String(actual, StandardCharsets.UTF_8));
    }
}
