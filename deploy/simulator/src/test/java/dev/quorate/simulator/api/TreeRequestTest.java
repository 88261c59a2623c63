package dev.quorate.simulator.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request whose body comes as a tree is answered as the same request in text. */
class TreeRequestTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "02-crud-configmap",
                "04-patches",
                "05-server-side-apply",
                "06-delete-gc",
                "08-subresources",
                "16-crd-scale-hpa",
                "17-leases"
            })
    void theFormOfABodyChangesNoAnswer(String name) {
        Transcript transcript = Transcript.load(name);
        Replay texts = new Replay(transcript);
        Replay trees = new Replay(transcript);
        int asTrees = 0;
        for (JsonNode line : transcript.lines()) {
            if (Transcript.isExchange(line)) {
                ApiRequest[] sent = new ApiRequest[1];
                ApiReply one = texts.send(line, false, UnaryOperator.identity());
                ApiReply other = trees.send(line, false, request -> sent[0] = asTree(request));
                String step = name + "#" + line.path("seq") + " " + line.path("step");
                assertEquals(one.status(), other.status(), step);
                assertEquals(one.headers(), other.headers(), step);
                assertEquals(one.body().toString(), other.body().toString(), step);
                asTrees += sent[0].tree().isPresent() ? 1 : 0;
            }
        }
        assertTrue(asTrees > 0, "no request of " + name + " was sent as a tree");
    }

    @Test
    void aCallerKeepsItsTree() {
        JsonNode config = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
        String before = config.toString();
        ApiRequest request = ApiRequest.of("PATCH", "/api/v1/namespaces/n/configmaps/a", Map.of(), config);
        Bodies.configuration(request).withObject("/metadata").put("name", "a");
        assertEquals(before, config.toString());
    }

    /** Where a tree can say all that the text says: not where a key is there twice, nor where it is no JSON. */
    private static ApiRequest asTree(ApiRequest text) {
        return read(text)
                .map(tree ->
                        new ApiRequest(text.method(), text.path(), text.query(), text.headers(), "", Optional.of(tree)))
                .orElse(text);
    }

    private static Optional<JsonNode> read(ApiRequest text) {
        try {
            JsonNode tree = Json.MAPPER.readTree(text.body());
            boolean whole = tree.isContainerNode()
                    && tree.toString().length()
                            == text.body().replaceAll("\\s", "").length();
            return whole && Bodies.duplicates(text).isEmpty() ? Optional.of(tree) : Optional.empty();
        } catch (JsonProcessingException | ApiException e) {
            return Optional.empty();
        }
    }
}
