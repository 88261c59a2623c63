package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.schema.Decoder;
import dev.quorate.simulator.api.schema.WrongTypeException;
import dev.quorate.simulator.store.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * An object that a client sent, read as its kind.
 *
 * @param object a fresh tree with apiVersion and kind set
 * @param warnings what is wrong with it but not refused
 */
record Incoming(ObjectNode object, List<String> warnings) {

    Incoming {
        warnings = List.copyOf(warnings);
    }

    /** The body of a POST or PUT. */
    static Incoming read(ApiRequest request, Resource resource, Options options) {
        Kind kind = resource.kind();
        ObjectNode body = Bodies.object(request, kind.kind());
        checkType(body, resource);
        List<String> problems = new ArrayList<>();
        try {
            Decoder.Decoded decoded = decode(body, resource);
            decoded.unknown().stream().sorted().forEach(path -> problems.add("unknown field \"" + path + "\""));
            if (options.validation() != Options.Validation.IGNORE
                    && !Bodies.mediaType(request).endsWith("yaml")) {
                Bodies.duplicates(request).forEach(path -> problems.add("duplicate field \"" + path + "\""));
            }
            if (options.validation() == Options.Validation.STRICT && !problems.isEmpty()) {
                throw unusable(body, kind, "strict decoding error: " + String.join(", ", problems));
            }
            return typed(decoded.object(), kind, options, problems);
        } catch (WrongTypeException e) {
            throw unusable(body, kind, e.getMessage());
        }
    }

    /** A tree that a patch made. Wrong types are the caller's to report. */
    static Incoming patched(JsonNode tree, Resource resource, Options options) {
        Decoder.Decoded decoded = decode(tree, resource);
        List<String> problems = decoded.unknown().stream()
                .sorted()
                .map(path -> "unknown field \"" + path + "\"")
                .toList();
        if (options.validation() == Options.Validation.STRICT && !problems.isEmpty()) {
            throw new PatchedWrongException("strict decoding error: " + String.join(", ", problems));
        }
        return typed(decoded.object(), resource.kind(), options, problems);
    }

    private static Incoming typed(ObjectNode object, Kind kind, Options options, List<String> problems) {
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        return new Incoming(object, options.validation() == Options.Validation.WARN ? problems : List.of());
    }

    private static Decoder.Decoded decode(JsonNode tree, Resource resource) {
        String name = resource.kind().kind();
        return resource.isCustom()
                ? Decoder.decodeCustom(tree, resource.schema(), name)
                : Decoder.decode(tree, resource.schema(), name);
    }

    private static void checkType(ObjectNode body, Resource resource) {
        Kind kind = resource.kind();
        String version = body.path("apiVersion").asText(kind.apiVersion());
        String name = body.path("kind").asText(kind.kind());
        boolean sameVersion = version.isEmpty() || version.equals(kind.apiVersion());
        if (sameVersion && (name.isEmpty() || name.equals(kind.kind()))) {
            return;
        }
        if (resource.isCustom()) {
            throw Status.badRequest(
                    sameVersion
                            ? "the kind in the data (" + name + ") does not match the expected kind (" + kind.kind()
                                    + ")"
                            : "the API version in the data (" + version + ") does not match the expected API version ("
                                    + kind.apiVersion() + ")");
        }
        boolean known = KnownKinds.contains(version, name);
        throw unusable(
                body,
                kind,
                known
                        ? "converting (" + version.substring(version.indexOf('/') + 1) + "." + name + ") to ("
                                + (kind.group().isEmpty() ? "core" : kind.group()) + "." + kind.kind()
                                + "): unknown conversion"
                        : "no kind \"" + name + "\" is registered for version \"" + version
                                + "\" in scheme \"pkg/runtime/scheme.go:111\"");
    }

    private static ApiException unusable(ObjectNode body, Kind kind, String why) {
        String name = body.path("kind").asText(kind.kind());
        return Status.badRequest(
                name + " in version \"" + kind.version() + "\" cannot be handled as a " + kind.kind() + ": " + why);
    }
}
