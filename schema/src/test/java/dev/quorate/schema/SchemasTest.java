package dev.quorate.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class SchemasTest {
    private static final Path COMPOSED = Path.of("src/main/resources/dev/quorate/schema/statefulapp.schema.json");
    private final Schemas schemas = Schemas.standard();

    @Test
    void theSchemaForEditorsIsTheComposedOne() throws IOException {
        String composed = Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(schemas.statefulApp()) + "\n";
        if (Boolean.getBoolean("quorate.rewrite")) {
            Files.writeString(COMPOSED, composed);
        }
        assertEquals(
                Files.readString(COMPOSED), composed, "run with -Dquorate.rewrite=true after a change of a fragment");
    }

    @Test
    void bothSchemasAreValidSchemas() {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        var meta =
                registry.getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));
        assertEquals(List.of(), meta.validate(schemas.statefulApp()));
        assertEquals(List.of(), meta.validate(schemas.statusReport()));
    }

    @Test
    void everyPropertyIsDescribed() {
        List<String> silent = new ArrayList<>();
        BiConsumer<String, JsonNode> collect = (pointer, schema) -> {
            boolean property = pointer.matches(".*/properties/[^/]+") && !pointer.matches(".*/(if|then|else|not)/.*");
            if (property && !described(schema)) {
                silent.add(pointer);
            }
        };
        walk("", schemas.statefulApp(), collect);
        walk("", schemas.statusReport(), collect);
        assertEquals(List.of(), silent);
    }

    @Test
    void everyRefusalOfTheSchemaHasWords() {
        List<String> silent = new ArrayList<>();
        walk("", schemas.statefulApp(), (pointer, schema) -> {
            boolean refusal = schema.has("not") && !pointer.contains("/if");
            if (refusal && !schema.has("errorMessage")) {
                silent.add(pointer);
            }
            if (schema.has("pattern") && !schema.has("errorMessage") && !pointer.matches(".*/(if|not)/?.*")) {
                silent.add(pointer);
            }
        });
        assertEquals(List.of(), silent);
    }

    @Test
    void anEngineIsOneFragment() {
        JsonNode redis =
                read("{\"title\":\"redis\",\"required\":[\"redis\"],\"properties\":{\"redis\":{\"type\":\"object\"}}}");
        Schemas own = Schemas.of(Map.of("redis", redis));
        assertEquals(Set.of("redis"), own.engines());
        JsonNode app =
                read("{\"apiVersion\":\"quorate.dev/v1alpha1\",\"kind\":\"StatefulApp\",\"metadata\":{\"name\":\"a\","
                        + "\"namespace\":\"b\"},\"spec\":{\"engine\":\"redis\",\"replicas\":1,\"redis\":{}}}");
        ReadResult result = new SpecReader(own, SpecCheck.NONE).read("a.yaml", app);
        assertTrue(result instanceof ReadResult.Apps, result::toString);
    }

    @Test
    void aFragmentCannotRedefineACommonPart() {
        JsonNode fragment = read("{\"properties\":{},\"$defs\":{\"storage\":{}}}");
        Exception e = assertThrows(IllegalArgumentException.class, () -> Schemas.of(Map.of("x", fragment)));
        assertEquals("the schema fragment of engine x defines $defs/storage, which is there already", e.getMessage());
    }

    @Test
    void theCustomResourceIsStructural() {
        JsonNode resource = schemas.customResource();
        walk("", resource, (pointer, schema) -> {
            for (String keyword :
                    List.of("$ref", "const", "if", "allOf", "not", "patternProperties", "$defs", "errorMessage")) {
                assertFalse(schema.has(keyword), () -> keyword + " at " + pointer);
            }
            boolean isSchema = pointer.isEmpty() || pointer.matches(".*/(properties/[^/]+|items|additionalProperties)");
            boolean open = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
            assertTrue(!isSchema || open || schema.path("type").isTextual(), () -> "no type at " + pointer);
            assertFalse(schema.has("properties") && schema.has("additionalProperties"), pointer);
        });
        assertEquals(
                "integer",
                resource.at("/properties/spec/properties/replicas/type").asText());
        assertTrue(resource.at("/properties/spec/properties/tls").isMissingNode());
    }

    private boolean described(JsonNode schema) {
        JsonNode target =
                schemas.statefulApp().at(schema.path("$ref").asText("#").substring(1));
        return schema.has("description") || (schema.has("$ref") && target.has("description"));
    }

    private static void walk(String pointer, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        if (node.isObject()
                && !pointer.endsWith("/properties")
                && !pointer.endsWith("/patternProperties")
                && !pointer.endsWith("/$defs")) {
            visitor.accept(pointer, node);
        }
        node.properties().forEach(entry -> walk(Pointers.child(pointer, entry.getKey()), entry.getValue(), visitor));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            walk(Pointers.child(pointer, i), node.get(i), visitor);
        }
    }

    private static JsonNode read(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
