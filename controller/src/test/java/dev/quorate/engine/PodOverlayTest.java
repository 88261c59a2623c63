package dev.quorate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodOverlayTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "fields beside each other  | {'a':1}                      | {'b':2}                       | {'a':1,'b':2}",
                "fields below each other   | {'s':{'a':1}}                | {'s':{'b':2}}                 | {'s':{'a':1,'b':2}}",
                "a value replaced          | {'a':1}                      | {'a':2}                       | {'a':2}",
                "null takes away           | {'a':1,'b':2}                | {'a':null}                    | {'b':2}",
                "named lists by name       | {'volumes':[{'name':'x'}]}   | {'volumes':[{'name':'y'}]}    | {'volumes':[{'name':'x'},{'name':'y'}]}",
                "the same name is merged   | {'volumes':[{'name':'x','a':1}]} | {'volumes':[{'name':'x','b':2}]} | {'volumes':[{'name':'x','a':1,'b':2}]}",
                "other lists as a whole    | {'tolerations':[{'key':'x'}]} | {'tolerations':[{'key':'y'}]} | {'tolerations':[{'key':'y'}]}",
                "affinity as a whole       | {'affinity':{'a':1}}         | {'affinity':{}}               | {'affinity':{}}",
            })
    void overlaysAreMergedAsKubectlDoes(String name, String base, String overlay, String merged) {
        assertEquals(json(merged), PodOverlay.apply((ObjectNode) json(base), json(overlay)));
    }

    @Test
    void theBaseIsLeftAsItWas() {
        ObjectNode base = (ObjectNode) json("{'s':{'a':1}}");
        PodOverlay.apply(base, json("{'s':{'a':2}}"));
        assertEquals(json("{'s':{'a':1}}"), base);
    }

    @Test
    void namesOfTheEngineAreTaken() {
        JsonNode overlay =
                json("{'spec':{'initContainers':[{'name':'ok'},{'name':'main'}],'volumes':[{'name':'data'}]}}");
        assertEquals(
                Set.of("/spec/pod/spec/initContainers/1/name", "/spec/pod/spec/volumes/0/name"),
                Set.copyOf(PodOverlay.check(overlay, Set.of("main"), Set.of("data")).stream()
                        .map(problem -> problem.pointer())
                        .toList()));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
