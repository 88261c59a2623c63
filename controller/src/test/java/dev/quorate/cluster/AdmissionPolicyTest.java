package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.parser.CelStandardMacro;
import dev.quorate.state.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The optional admission policy, decided as an API server would: match conditions, then variables, then validations. */
final class AdmissionPolicyTest {

    private static final Path FOLDER = Path.of("..", "deploy", "kubernetes", "admission");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTROLLER = "system:serviceaccount:quorate-system:quorate";
    private static final String SYSTEM = "system:serviceaccount:kube-system:";

    private final JsonNode policy = read("policy.yaml");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a person changes the spec                     | kubernetes-admin             | UPDATE | -     | ours     | spec        | denied
            a person changes a foreign set                | kubernetes-admin             | UPDATE | -     | foreign  | spec        | allowed
            the controller changes the spec               | controller                   | UPDATE | -     | ours     | spec        | allowed
            a person takes our label away                 | kubernetes-admin             | UPDATE | -     | ours     | unlabelled  | denied
            a person puts our label on a foreign set      | kubernetes-admin             | UPDATE | -     | foreign  | labelled    | denied
            a person writes an annotation                 | kubernetes-admin             | UPDATE | -     | ours     | annotations | denied
            a person gives it an owner                    | kubernetes-admin             | UPDATE | -     | ours     | owners      | denied
            a migration writes what is there              | storage-version-migrator     | UPDATE | -     | ours     | nothing     | allowed
            the garbage collector ends a finalizer        | generic-garbage-collector    | UPDATE | -     | ours     | finalizers  | allowed
            the garbage collector takes an owner away     | generic-garbage-collector    | UPDATE | -     | ours     | owners      | allowed
            the garbage collector deletes it              | generic-garbage-collector    | DELETE | -     | ours     | nothing     | allowed
            its namespace is deleted                      | namespace-controller         | DELETE | -     | ours     | nothing     | allowed
            a person deletes it                           | kubernetes-admin             | DELETE | -     | ours     | nothing     | denied
            a person deletes a foreign set                | kubernetes-admin             | DELETE | -     | foreign  | nothing     | allowed
            the controller deletes it                     | controller                   | DELETE | -     | ours     | nothing     | allowed
            a person makes one in our name                | kubernetes-admin             | CREATE | -     | ours     | nothing     | denied
            a person makes one of his own                 | kubernetes-admin             | CREATE | -     | foreign  | nothing     | allowed
            the controller makes one                      | controller                   | CREATE | -     | ours     | nothing     | allowed
            a person scales it                            | kubernetes-admin             | UPDATE | scale | ours     | spec        | denied
            an autoscaler scales it                       | horizontal-pod-autoscaler    | UPDATE | scale | ours     | spec        | denied
            an autoscaler scales a foreign set            | horizontal-pod-autoscaler    | UPDATE | scale | foreign  | spec        | allowed
            the controller scales it                      | controller                   | UPDATE | scale | ours     | spec        | allowed
            """)
    void decides(
            String who, String user, String operation, String subresource, String whose, String change, String answer)
            throws Exception {
        boolean scale = subresource.equals("scale");
        Map<String, Object> before = scale ? scale(whose) : set(whose);
        Map<String, Object> after = scale ? scale(whose) : set(whose);
        change(after, change);
        Map<String, Object> values = new HashMap<>();
        values.put("request", request(user, operation, subresource));
        values.put("object", operation.equals("DELETE") ? NullValue.NULL_VALUE : after);
        values.put("oldObject", operation.equals("CREATE") ? NullValue.NULL_VALUE : before);

        assertEquals(answer, decide(values));
    }

    @Test
    void theRefusalSaysWhatToDo() throws Exception {
        Map<String, Object> values = new HashMap<>();
        values.put("request", request("kubernetes-admin", "UPDATE", "-"));
        assertEquals(
                "StatefulSet shop/locks belongs to Quorate: change its file in Git, or ask its ScaleTarget for another size",
                evaluate(policy.at("/spec/validations/0/messageExpression").asText(), values));
    }

    @Test
    void theStatusOfASetIsNobodysBusiness() {
        JsonNode resources = policy.at("/spec/matchConstraints/resourceRules/0/resources");
        assertEquals("[\"statefulsets\",\"statefulsets/scale\"]", resources.toString());
        assertEquals("Fail", policy.at("/spec/failurePolicy").asText());
    }

    @Test
    void theBindingDeniesByThatPolicyEverywhere() throws IOException {
        JsonNode binding = read("binding.yaml");
        assertEquals(policy.at("/metadata/name"), binding.at("/spec/policyName"));
        assertEquals("[\"Deny\"]", binding.at("/spec/validationActions").toString());
        assertTrue(binding.at("/spec/matchResources").isMissingNode());
        assertEquals(
                "[\"policy.yaml\",\"binding.yaml\"]",
                read("kustomization.yaml").path("resources").toString());
    }

    private String decide(Map<String, Object> values) throws Exception {
        for (JsonNode condition : policy.at("/spec/matchConditions")) {
            if (evaluate(condition.path("expression").asText(), values).equals(false)) {
                return "allowed";
            }
        }
        Map<String, Object> variables = new LinkedHashMap<>();
        values.put("variables", variables);
        for (JsonNode variable : policy.at("/spec/variables")) {
            variables.put(
                    variable.path("name").asText(),
                    evaluate(variable.path("expression").asText(), values));
        }
        for (JsonNode validation : policy.at("/spec/validations")) {
            if (evaluate(validation.path("expression").asText(), values).equals(false)) {
                return "denied";
            }
        }
        return "allowed";
    }

    private static Object evaluate(String expression, Map<String, Object> values) throws Exception {
        Cel cel = CelFactory.standardCelBuilder()
                .setOptions(CelOptions.current().build())
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addVar("request", SimpleType.DYN)
                .addVar("object", SimpleType.DYN)
                .addVar("oldObject", SimpleType.DYN)
                .addVar("variables", SimpleType.DYN)
                .build();
        return cel.createProgram(cel.compile(expression).getAst()).eval(values);
    }

    private static Map<String, Object> request(String user, String operation, String subresource) throws IOException {
        String name = user.equals("controller") ? CONTROLLER : user.equals("kubernetes-admin") ? user : SYSTEM + user;
        Map<String, Object> request =
                tree("{\"namespace\": \"shop\", \"name\": \"locks\", \"userInfo\": {\"username\": \"" + name
                        + "\"}, \"operation\": \"" + operation + "\"}");
        if (!subresource.equals("-")) {
            request.put("subResource", subresource);
        }
        return request;
    }

    private static Map<String, Object> set(String whose) throws IOException {
        String labels = whose.equals("ours") ? "{\"" + Labels.APP + "\": \"locks\"}" : "{\"app\": \"locks\"}";
        return tree("{\"metadata\": {\"name\": \"locks\", \"labels\": " + labels + "}, \"spec\": {\"replicas\": 3}}");
    }

    private static Map<String, Object> scale(String whose) throws IOException {
        String selector = whose.equals("ours") ? Labels.APP + "=locks," + Labels.CLUSTER + "=lab" : "app=locks";
        return tree("{\"metadata\": {\"name\": \"locks\"}, \"spec\": {\"replicas\": 3}, \"status\": {\"selector\": \""
                + selector + "\"}}");
    }

    @SuppressWarnings("unchecked")
    private static void change(Map<String, Object> object, String what) {
        Map<String, Object> metadata = (Map<String, Object>) Objects.requireNonNull(object.get("metadata"));
        switch (what) {
            case "spec" -> object.put("spec", Map.of("replicas", 5L));
            case "unlabelled" -> metadata.remove("labels");
            case "labelled" -> metadata.put("labels", Map.of(Labels.APP, "locks"));
            case "annotations" -> metadata.put("annotations", Map.of("note", "x"));
            case "owners" -> metadata.put("ownerReferences", List.of(Map.of("kind", "Deployment")));
            case "finalizers" -> metadata.put("finalizers", List.of());
            default -> assertEquals("nothing", what);
        }
    }

    private static Map<String, Object> tree(String json) throws IOException {
        return JSON.readValue(json, new TypeReference<>() {});
    }

    private static JsonNode read(String file) {
        try {
            return YAML.readTree(FOLDER.resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
