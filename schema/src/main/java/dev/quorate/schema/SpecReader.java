package dev.quorate.schema;

import com.fasterxml.jackson.databind.JsonNode;
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
        boolean group = bytes.contains(GROUP);
        boolean kind = bytes.contains(StatefulApp.KIND);
        if (!group && !kind) {
            return new ReadResult.NotOurs();
        }
        Optional<Problem> notText =
                blob.length > MAX_BYTES ? tooLong(path, blob.length) : TextCheck.problem(path, blob);
        try {
            return notText.isPresent()
                    ? unreadable(group && kind, notText.get())
                    : documents(path, YamlParser.documents(TextCheck.text(blob)));
        } catch (YamlSyntaxException e) {
            return unreadable(group && kind, e.in(path));
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
                List<Finding> findings = findings(document);
                AppName name = AppMapper.name(document.tree());
                if (isWhole(name) && !names.add(name)) {
                    findings.add(Finding.ofValue(
                            "/metadata/name",
                            "duplicate-app",
                            "this app is in the file already",
                            "keep one of the two"));
                }
                if (findings.isEmpty()) {
                    StatefulApp app = app(path, document);
                    check.check(app).forEach(problem -> findings.add(Finding.of(problem)));
                    apps.add(app);
                }
                findings.forEach(finding -> problems.add(finding.in(path, document.positions())));
            }
        }
        if (!problems.isEmpty()) {
            return new ReadResult.Invalid(problems, List.copyOf(names));
        }
        return apps.isEmpty() ? new ReadResult.NotOurs() : new ReadResult.Apps(apps);
    }

    private static StatefulApp app(String path, YamlDocument document) {
        int line = document.positions().ofValue("").line();
        return AppMapper.app(document.tree(), new SourceFile(path, line));
    }

    /** What YAML makes doubtful comes first and silences the schema about the same value. */
    private List<Finding> findings(YamlDocument document) {
        List<Finding> findings = new ArrayList<>(document.findings());
        Set<String> doubtful = new HashSet<>();
        findings.forEach(finding -> doubtful.add(finding.pointer()));
        schema.check(document.tree()).stream()
                .filter(finding -> finding.atKey() || !doubtful.contains(finding.pointer()))
                .forEach(findings::add);
        return findings;
    }

    private static boolean isOurs(JsonNode document) {
        String kind = document.path("kind").asText();
        if (document.hasNonNull("apiVersion")) {
            return document.path("apiVersion").asText().startsWith(GROUP) && !WRITTEN_BY_US.contains(kind);
        }
        return kind.equals(StatefulApp.KIND);
    }

    private static boolean isWhole(AppName name) {
        return !name.namespace().isEmpty() && !name.name().isEmpty();
    }

    private static Optional<Problem> tooLong(String path, int bytes) {
        String message = "the file has " + bytes + " bytes, and at most " + MAX_BYTES + " are read";
        return Optional.of(new Problem(path, 0, 0, "", "too-long", message, "split it into one file for each app"));
    }

    /** A file without a tree has no kind, so its words must tell whether it was meant for us. */
    private static ReadResult unreadable(boolean ours, Problem problem) {
        return ours ? new ReadResult.Invalid(List.of(problem), List.of()) : new ReadResult.NotOurs();
    }
}
