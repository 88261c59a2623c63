package dev.quorate.simulator.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Request bodies to trees, with the real server's words where that fails. */
final class Bodies {

    private static final String UNEXPECTED_END = "unexpected end of JSON input";
    private static final int LARGEST = 3 * 1024 * 1024;
    private static final int LONGEST_SHOWN = 30;

    private Bodies() {}

    static void checkSize(ApiRequest request) {
        // no character takes more than three bytes for one unit of a string
        boolean possible = request.body().length() > LARGEST / 3;
        if (possible && request.body().getBytes(StandardCharsets.UTF_8).length > LARGEST) {
            throw Status.tooLarge("limit is " + LARGEST);
        }
    }

    /** The object in a POST or PUT. */
    static ObjectNode object(ApiRequest request, String kind) {
        String type = mediaType(request);
        if (type.equals("application/yaml")) {
            return yaml(request);
        }
        if (!type.isEmpty() && !type.equals("application/json")) {
            throw Status.unknownBodyType();
        }
        try {
            JsonNode body = json(request);
            if (body instanceof ObjectNode object) {
                return object;
            }
            String what = body.isArray() ? goArray() : UNEXPECTED_END;
            String shown = body.isArray()
                    ? HexFormat.of().formatHex(request.text().getBytes(StandardCharsets.UTF_8))
                    : "<empty>";
            throw unrecognized(kind, what, shown);
        } catch (IOException e) {
            throw unrecognized(kind, goMessage(e), request.hasBody() ? request.text() : "<empty>");
        }
    }

    /** A patch in JSON; what kind of value it is the caller checks. */
    static JsonNode patch(ApiRequest request, String prefix) {
        try {
            JsonNode body = json(request);
            if (body.isMissingNode()) {
                throw Status.badRequest(prefix + UNEXPECTED_END);
            }
            return body;
        } catch (IOException e) {
            throw Status.badRequest(prefix + goMessage(e));
        }
    }

    /** An applied configuration, YAML or JSON. */
    static ObjectNode configuration(ApiRequest request) {
        return yaml(request);
    }

    /** The paths of keys that appear twice in one JSON object; the last one counts. A tree has none. */
    static List<String> duplicates(ApiRequest request) {
        List<String> found = new ArrayList<>();
        Deque<Set<String>> open = new ArrayDeque<>();
        try (JsonParser parser = Json.MAPPER.createParser(request.body())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    open.push(new HashSet<>());
                } else if (token == JsonToken.END_OBJECT) {
                    open.pop();
                } else if (token == JsonToken.FIELD_NAME && !open.element().add(parser.currentName())) {
                    found.add(parser.getParsingContext()
                            .pathAsPointer()
                            .toString()
                            .substring(1)
                            .replace('/', '.'));
                }
            }
        } catch (IOException e) {
            throw Status.badRequest("error decoding: " + goMessage(e));
        }
        return found;
    }

    static String mediaType(ApiRequest request) {
        String type = request.header("content-type");
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).trim();
    }

    private static JsonNode json(ApiRequest request) throws JsonProcessingException {
        return request.tree().isPresent() ? request.tree().get() : Json.MAPPER.readTree(request.body());
    }

    private static ObjectNode yaml(ApiRequest request) {
        String body = request.body();
        try {
            JsonNode tree = request.tree().isPresent() ? request.tree().get() : yamlOrJson(body);
            if (!(tree instanceof ObjectNode object)) {
                return Json.object();
            }
            boolean json = request.tree().isPresent() || body.stripLeading().startsWith("{");
            return json ? object : YamlBooleans.asGoReadsThem(object);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw Status.badRequest("error decoding YAML: error converting YAML to JSON: yaml: line "
                    + (at == null ? 1 : at.getLineNr()) + ": did not find expected node content");
        }
    }

    /** Most clients write JSON where YAML may stand, and reading that is much faster. */
    private static JsonNode yamlOrJson(String body) throws JsonProcessingException {
        if (body.startsWith("{")) {
            try {
                return Json.MAPPER.readTree(body);
            } catch (JsonProcessingException e) {
                return Json.YAML.readTree(body);
            }
        }
        return Json.YAML.readTree(body);
    }

    private static ApiException unrecognized(String kind, String why, String shown) {
        String start = shown.length() > LONGEST_SHOWN ? shown.substring(0, LONGEST_SHOWN) + " ..." : shown;
        return Status.badRequest("the object provided is unrecognized (must be of type " + kind
                + "): couldn't get version/kind; json parse error: " + why + " (" + start + ")");
    }

    private static String goMessage(IOException problem) {
        if (problem instanceof JsonEOFException) {
            return UNEXPECTED_END;
        }
        if (problem instanceof StreamConstraintsException) {
            return "invalid character '{' exceeded max depth";
        }
        return problem instanceof JsonProcessingException json ? "invalid JSON: " + json.getOriginalMessage() : "";
    }

    private static String goArray() {
        return "json: cannot unmarshal array into Go value of type struct { APIVersion string"
                + " \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }";
    }
}
