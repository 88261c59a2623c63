package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The files in deploy/kubernetes say what the code does. */
class DeployFilesTest {

    private static final Path FOLDER = Path.of("..", "deploy", "kubernetes");
    private static final String HEADER =
            "# Made from the code; to make it anew run the tests of the controller" + " with -Dquorate.rewrite=true\n";

    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build());

    @Test
    void theDefinitionsAreThoseThatTheControllerInstalls() throws IOException {
        StringJoiner documents = new StringJoiner("---\n", HEADER, "");
        for (Manifest definition : Definition.all()) {
            documents.add(YAML.writeValueAsString(definition.tree()));
        }
        String expected = documents.toString();
        Path file = FOLDER.resolve("crd.yaml");
        if (Boolean.getBoolean("quorate.rewrite")) {
            Files.writeString(file, expected);
        }

        assertEquals(expected, Files.readString(file), "changed? raise the number of its FORM too");
    }

    @Test
    void theControllerMayDoWhatItDoesAndNoMore() throws IOException {
        Set<String> granted = granted();

        assertEquals(needed(), granted);
    }

    @Test
    void theControllerRunsWithoutPrivileges() throws IOException {
        JsonNode pod = documents("deployment.yaml").get(0).at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0");

        assertTrue(pod.at("/securityContext/runAsNonRoot").asBoolean());
        assertEquals(65534, pod.at("/securityContext/runAsUser").asInt());
        assertEquals(
                "RuntimeDefault", pod.at("/securityContext/seccompProfile/type").asText());
        assertTrue(container.at("/securityContext/readOnlyRootFilesystem").asBoolean());
        assertFalse(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true));
        assertEquals("ALL", container.at("/securityContext/capabilities/drop/0").asText());
    }

    @Test
    void everyFileIsPartOfTheWhole() throws IOException {
        JsonNode whole = documents("kustomization.yaml").get(0);
        Set<String> named = new TreeSet<>(Set.of("kustomization.yaml", "README.md", "admission"));
        whole.path("resources").forEach(file -> named.add(file.asText()));

        try (var files = Files.list(FOLDER)) {
            Set<String> there = new TreeSet<>(
                    files.map(file -> file.getFileName().toString()).toList());
            assertEquals(named, there);
        }
    }

    private static Set<String> needed() {
        Set<String> needed = new TreeSet<>();
        for (Kind made :
                List.of(Kind.STATEFUL_SET, Kind.SERVICE, Kind.CONFIG_MAP, Kind.POD_DISRUPTION_BUDGET, Kind.CRON_JOB)) {
            need(needed, made, "get", "list", "watch", "create", "patch", "delete");
        }
        need(needed, Kind.SECRET, "get", "list", "watch", "create", "delete");
        needed.add("/pods/exec get");
        needed.add("/pods/exec create");
        need(needed, Kind.PERSISTENT_VOLUME_CLAIM, "get", "list", "watch", "patch", "delete");
        need(needed, Kind.SECRET, "get");
        need(needed, Kind.POD, "get", "list", "watch", "patch", "delete");
        need(needed, Kind.NODE, "get", "list", "watch");
        need(needed, Kind.STORAGE_CLASS, "get");
        need(needed, Kind.EVENT, "create", "patch");
        need(needed, Kind.STATEFUL_APP, "get", "list", "watch", "create", "update", "delete");
        needed.add("quorate.dev/statefulapps/status update");
        for (Kind scaling : List.of(Kind.SCALE_TARGET, Kind.HORIZONTAL_POD_AUTOSCALER)) {
            need(needed, scaling, "get", "list", "watch", "create", "patch", "delete");
        }
        needed.add("quorate.dev/scaletargets/status update");
        need(needed, Kind.CUSTOM_RESOURCE_DEFINITION, "create", "get", "update", "patch");
        need(needed, Kind.NAMESPACE, "get");
        need(needed, Kind.LEASE, "get", "create", "update");
        return needed;
    }

    private static void need(Set<String> needed, Kind kind, String... verbs) {
        String group = kind.apiVersion().contains("/")
                ? kind.apiVersion().substring(0, kind.apiVersion().indexOf('/'))
                : "";
        for (String verb : verbs) {
            needed.add(group + "/" + kind.plural() + " " + verb);
        }
    }

    private static Set<String> granted() throws IOException {
        Set<String> granted = new TreeSet<>();
        for (JsonNode document : documents("rbac.yaml")) {
            for (JsonNode rule : document.path("rules")) {
                for (JsonNode group : rule.path("apiGroups")) {
                    for (JsonNode resource : rule.path("resources")) {
                        rule.path("verbs")
                                .forEach(verb ->
                                        granted.add(group.asText() + "/" + resource.asText() + " " + verb.asText()));
                    }
                }
            }
        }
        return granted;
    }

    private static List<JsonNode> documents(String file) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        try (var parser = YAML.getFactory().createParser(FOLDER.resolve(file).toFile())) {
            YAML.readerFor(JsonNode.class).<JsonNode>readValues(parser).forEachRemaining(documents::add);
        }
        return documents;
    }
}
