package dev.quorate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads files into apps, or says everything that is wrong with them.
 *
 * <ol>
 *   <li>A file that does not mention us is left alone unread; a long one or one that is not UTF-8 is refused unparsed.
 *   <li>The text becomes documents whose tokens know their place; documents of other kinds are dropped here.
 *   <li>The schema is checked, then the rules that a schema cannot say. All problems of the file are given at once.
 * </ol>
 *
 * <p>Holds the compiled schema and no other state, so one reader serves all threads.
 */
public final class SpecReader {
    /** Bytes of the longest file that is read; parsers take more than linear time over hostile text. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final String GROUP = "quorate.dev/";
    private static final Set<String> WRITTEN_BY_US = Set.of(StatusReport.KIND, RolloutRecord.KIND, ProblemReport.KIND);

    private final SchemaCheck schema;
    private final SpecCheck check;

    public SpecReader(Schemas schemas, SpecCheck check) {
        this.schema = new SchemaCheck(schemas);
        this.check = check;
    }

    /** A reader that knows the engines of this module and no rules beyond the schema. */
    public static SpecReader standard() {
        return new SpecReader(Schemas.standard(), SpecCheck.NONE);
    }

    /** Reads one file of the repository. */
    public ReadResult read(String path, byte[] blob) {
        String bytes = new String(blob, StandardCharsets.ISO_8859_1);
        if (!bytes.contains(GROUP) && !bytes.contains(StatefulApp.KIND)) {
            return new ReadResult.NotOurs();
        }
        if (blob.length > MAX_BYTES) {
            return bytes.contains(StatefulApp.KIND) ? tooLong(path, blob.length) : new ReadResult.NotOurs();
        }
        Optional<String> text = utf8(blob);
        if (text.isEmpty()) {
            return notText(path, blob);
        }
        try {
            return documents(path, YamlParser.documents(withoutByteOrderMark(text.get())));
        } catch (YamlSyntaxException e) {
            boolean ours = bytes.contains(GROUP) && bytes.contains(StatefulApp.KIND);
            return ours ? new ReadResult.Invalid(List.of(e.in(path)), List.of()) : new ReadResult.NotOurs();
        }
    }

    /** Reads a document that is a tree already, such as the one kept in the cluster; its problems have no line. */
    public ReadResult read(String path, JsonNode document) {
        return documents(path, List.of(new YamlDocument(document, new Positions(), List.of())));
    }

    private ReadResult documents(String path, List<YamlDocument> documents) {
        List<StatefulApp> apps = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Set<AppName> names = new LinkedHashSet<>();
        for (YamlDocument document : documents) {
            if (isOurs(document.tree())) {
                SourceFile source =
                        new SourceFile(path, document.positions().ofValue("").line());
                StatefulApp app = AppMapper.app(document.tree(), source);
                List<Finding> findings = findings(document, app, names.contains(app.name()));
                findings.forEach(finding -> problems.add(finding.in(path, document.positions())));
                names.add(app.name());
                apps.add(app);
            }
        }
        if (!problems.isEmpty()) {
            return new ReadResult.Invalid(
                    problems, names.stream().filter(SpecReader::isNamed).toList());
        }
        return apps.isEmpty() ? new ReadResult.NotOurs() : new ReadResult.Apps(apps);
    }

    /** What YAML makes doubtful comes first and silences the schema at the same place; checks see only sound apps. */
    private List<Finding> findings(YamlDocument document, StatefulApp app, boolean named) {
        List<Finding> findings = new ArrayList<>(document.findings());
        Set<String> doubtful = new HashSet<>();
        findings.forEach(finding -> doubtful.add(finding.pointer()));
        schema.check(document.tree()).stream()
                .filter(finding -> !doubtful.contains(finding.pointer()))
                .forEach(findings::add);
        if (findings.isEmpty()) {
            check.check(app).forEach(problem -> findings.add(Finding.of(problem)));
        }
        if (named) {
            findings.add(new Finding(
                    "/metadata/name",
                    false,
                    "duplicate-app",
                    "the app " + app.name() + " is in this file already",
                    "keep one of the two"));
        }
        return findings;
    }

    private static boolean isOurs(JsonNode document) {
        String kind = document.path("kind").asText();
        if (document.hasNonNull("apiVersion")) {
            return document.path("apiVersion").asText().startsWith(GROUP) && !WRITTEN_BY_US.contains(kind);
        }
        return kind.equals(StatefulApp.KIND);
    }

    private static boolean isNamed(AppName name) {
        return !name.namespace().isEmpty() && !name.name().isEmpty();
    }

    private static Optional<String> utf8(byte[] blob) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(blob))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static ReadResult tooLong(String path, int bytes) {
        return whole(
                path,
                "too-long",
                "the file has " + bytes + " bytes, and at most " + MAX_BYTES + " are read",
                "split it into one file for each app");
    }

    /** The decoder puts U+FFFD in the place of the first byte that is wrong, which tells its line. */
    private static ReadResult notText(String path, byte[] blob) {
        String text = new String(blob, StandardCharsets.UTF_8);
        String before = text.substring(0, text.indexOf('\uFFFD'));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1;
        Problem problem =
                new Problem(path, line, column, "", "not-utf-8", "this byte is not UTF-8", "save the file as UTF-8");
        return new ReadResult.Invalid(List.of(problem), List.of());
    }

    private static ReadResult whole(String path, String code, String message, String remedy) {
        return new ReadResult.Invalid(List.of(new Problem(path, 0, 0, "", code, message, remedy)), List.of());
    }
}
