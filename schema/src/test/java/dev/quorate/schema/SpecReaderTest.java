package dev.quorate.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecReaderTest {
    private static final SpecReader READER = SpecReader.standard();
    private static final String ETCD = """
            apiVersion: quorate.dev/v1alpha1
            kind: StatefulApp
            metadata: {name: locks, namespace: shop}
            spec:
              engine: etcd
              replicas: 3
              storage: {size: 1Gi}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# only a comment\n",
                "kind: ConfigMap\napiVersion: v1\ndata: &a {b: *a}\n",
                "kind: StatefulApp\napiVersion: apps.example.com/v1\n",
                "{{ if .Values.on }}\nkind: StatefulApp\n",
                "apiVersion: quorate.dev/v1alpha1\nkind: StatusReport\n",
                "text that names quorate.dev/ only",
                "--- \n---\n# quorate.dev/\n"
            })
    void leavesFilesOfOthersAlone(String text) {
        assertEquals(new ReadResult.NotOurs(), read(text));
    }

    @Test
    void readsTheAppsOfAFileAndPassesOverDocumentsOfOthers() {
        String text = ETCD + "---\nkind: Secret\napiVersion: v1\n---\n" + ETCD.replace("locks", "other");
        List<StatefulApp> apps = apps(text);
        assertEquals(
                List.of("shop/locks", "shop/other"),
                apps.stream().map(app -> app.name().toString()).toList());
        assertEquals(
                List.of(1, 12), apps.stream().map(app -> app.source().line()).toList());
    }

    @Test
    void givesWhatIsNotWrittenItsDefault() {
        ComponentSpec component = apps(ETCD).get(0).component();
        assertEquals(OptionalInt.of(3), component.replicas());
        assertEquals(UpdateStrategy.DEFAULT, component.updateStrategy());
        assertEquals(List.of("ReadWriteOnce"), component.storage().orElseThrow().accessModes());
        assertEquals(Json.object(), component.pod());
        assertEquals(Json.object(), apps(ETCD).get(0).options());
    }

    @Test
    void theHashFollowsTheMeaningAndNotTheForm() {
        String reordered = """
                # another comment
                kind: "StatefulApp"
                apiVersion: quorate.dev/v1alpha1
                spec:
                    storage:
                        size: '1Gi'
                    replicas: 3
                    engine: etcd
                metadata:
                    namespace: shop
                    name: locks
                """;
        String hash = apps(ETCD).get(0).hash();
        assertEquals(hash, apps(reordered).get(0).hash());
        assertEquals(hash, apps("---\r\n" + ETCD.replace("\n", "\r\n")).get(0).hash());
        assertNotEquals(
                hash, apps(ETCD.replace("replicas: 3", "replicas: 5")).get(0).hash());
    }

    @Test
    void whatIsKeptInTheClusterReadsBackTheSame() {
        StatefulApp app = apps(ETCD).get(0);
        ReadResult.Apps again = assertInstanceOf(ReadResult.Apps.class, READER.read("mirror", app.document()));
        assertEquals(app.hash(), again.apps().get(0).hash());
        assertEquals(app.components(), again.apps().get(0).components());
    }

    @Test
    void aProblemOfATreeHasAFieldButNoLine() {
        ObjectNode document = apps(ETCD).get(0).document().deepCopy();
        document.withObject("/spec").put("replicas", -1);
        ReadResult.Invalid invalid = assertInstanceOf(ReadResult.Invalid.class, READER.read("mirror", document));
        assertEquals("spec.replicas", invalid.problems().get(0).field());
        assertEquals(0, invalid.problems().get(0).line());
    }

    @Test
    void anUnreadableAppIsNamedSoThatItIsNotTakenForGone() {
        ReadResult.Invalid invalid = invalid(ETCD.replace("replicas: 3", "replicas: three"));
        assertEquals(List.of(new AppName("shop", "locks")), invalid.names());
    }

    @Test
    void checksOfEnginesGetFileLineAndColumn() {
        SpecCheck odd = app -> List.of(
                new FieldProblem("/spec/replicas", "size", "3 is too few", "write 5"),
                new FieldProblem("/spec/config/snapshot-count", "config", "it is missing", "write it"));
        ReadResult result =
                new SpecReader(Schemas.standard(), odd).read("a.yaml", ETCD.getBytes(StandardCharsets.UTF_8));
        List<Problem> problems =
                assertInstanceOf(ReadResult.Invalid.class, result).problems();
        assertEquals(
                "a.yaml:4:1: spec.config.snapshot-count: it is missing; write it",
                problems.get(0).toString());
        assertEquals(
                "a.yaml:6:13: spec.replicas: 3 is too few; write 5",
                problems.get(1).toString());
    }

    @Test
    void checksOfEnginesSeeOnlyWhatTheSchemaAccepts() {
        SpecCheck never = app -> {
            throw new AssertionError("called for " + app);
        };
        ReadResult result = new SpecReader(Schemas.standard(), never)
                .read("a.yaml", ETCD.replace("3", "three").getBytes(StandardCharsets.UTF_8));
        assertInstanceOf(ReadResult.Invalid.class, result);
    }

    @Test
    void refusesALongFileWithoutParsingIt() {
        String atLimit = ETCD + "#".repeat(SpecReader.MAX_BYTES - ETCD.length());
        assertInstanceOf(ReadResult.Apps.class, read(atLimit));
        assertEquals("too-long", invalid(atLimit + "#").problems().get(0).code());
        assertEquals(new ReadResult.NotOurs(), read("# " + "x".repeat(SpecReader.MAX_BYTES)));
    }

    @Test
    void saysWhichByteIsNotUtf8() {
        byte[] blob = ETCD.replace("locks", "l\u00f6\u0001ks").getBytes(StandardCharsets.UTF_8);
        int at = new String(blob, StandardCharsets.ISO_8859_1).indexOf('\u0001');
        blob[at] = (byte) 0xff; // a byte that UTF-8 never has
        ReadResult.Invalid invalid = assertInstanceOf(ReadResult.Invalid.class, READER.read("a.yaml", blob));
        assertEquals(
                "a.yaml:3:20: this byte is not UTF-8; save the file as UTF-8",
                invalid.problems().get(0).toString());
    }

    @Test
    void passesOverAByteOrderMark() {
        assertEquals(1, apps("\uFEFF" + ETCD).get(0).source().line());
    }

    @Test
    void refusesDeepNestingAndGoesOn() {
        String deep = "[".repeat(40) + "]".repeat(40);
        List<Problem> problems = invalid(ETCD + "  pod: {spec: {affinity: {a: " + deep + "}}}\n  oops: 1\n")
                .problems();
        assertEquals(
                List.of("too-deep", "unknown-field"),
                problems.stream().map(Problem::code).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "\"", "? ", "!!a ", "&a ", "*a ", "1s", "a://", "\t", "-", "|\n "})
    void hostileTextIsAnsweredInTime(String piece) {
        int room = SpecReader.MAX_BYTES - ETCD.length() - 40;
        String hostile = ETCD + "  config: {backend-batch-interval: " + piece.repeat(room / piece.length());
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertFalse(invalid(hostile).problems().isEmpty()));
    }

    @Test
    void aLongListOfMistakesIsAnsweredInTime() {
        StringBuilder text = new StringBuilder(ETCD).append("  config:\n");
        for (int i = 0; text.length() < SpecReader.MAX_BYTES - 40; i++) {
            text.append("    k").append(i).append(":\n");
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertTrue(invalid(text.toString()).problems().size() > 10_000));
    }

    @Test
    void aControlCharacterIsAProblemLikeAnyOther() {
        assertEquals(
                "a.yaml:8:14: the control character U+0007 is not allowed; remove it",
                invalid(ETCD + "  version: \"a\u0007b\"\n").problems().get(0).toString());
    }

    @Test
    void everyFieldOfADocumentIsFoundWhereItStands() throws YamlSyntaxException {
        String text = ETCD + "  pod:\n    spec:\n      tolerations:\n        - key: a\n        -   key: \"b\"\n";
        YamlDocument document = YamlParser.documents(text).get(0);
        List<String> lines = Arrays.asList(text.split("\n"));
        for (String pointer :
                List.of("/spec/pod/spec/tolerations/1/key", "/metadata/namespace", "/spec/storage/size")) {
            String key = pointer.substring(pointer.lastIndexOf('/') + 1);
            Positions.Position place = document.positions().ofKey(pointer);
            assertEquals(
                    key, lines.get(place.line() - 1).substring(place.column() - 1, place.column() - 1 + key.length()));
        }
        Positions.Position value = document.positions().ofValue("/spec/pod/spec/tolerations/1/key");
        assertEquals("\"b\"", lines.get(value.line() - 1).substring(value.column() - 1));
    }

    private static ReadResult read(String text) {
        return READER.read("a.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<StatefulApp> apps(String text) {
        return assertInstanceOf(ReadResult.Apps.class, read(text)).apps();
    }

    private static ReadResult.Invalid invalid(String text) {
        return assertInstanceOf(ReadResult.Invalid.class, read(text));
    }
}
