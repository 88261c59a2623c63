package dev.quorate.simulator.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.rules.Violation;
import dev.quorate.simulator.api.select.FieldSelector;
import dev.quorate.simulator.api.select.LabelSelector;
import dev.quorate.simulator.api.select.SelectorException;
import dev.quorate.simulator.store.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The query parameters of lists and watches, read and checked. */
record ListOptions(
        LabelSelector labels,
        FieldSelector fields,
        String version,
        String match,
        OptionalLong limit,
        Optional<Position> position) {

    private static final String TOKEN_VERSION = "meta.k8s.io/v1";

    /** Where a page goes on: the version that the first page showed, and the last key that was sent. */
    record Position(long version, String after) {

        String token() {
            ObjectNode token =
                    Json.object().put("v", TOKEN_VERSION).put("rv", version).put("start", after + "\u0000");
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(token.toString().getBytes(StandardCharsets.UTF_8));
        }

        static Position parse(String text) {
            try {
                JsonNode token =
                        Json.MAPPER.readTree(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
                if (!token.path("v").asText().equals(TOKEN_VERSION)) {
                    throw invalid("server does not recognize this encoded version "
                            + token.path("v").asText());
                }
                String start = token.path("start").asText();
                return new Position(token.path("rv").asLong(), start.replace("\u0000", ""));
            } catch (IllegalArgumentException | JsonProcessingException e) {
                throw invalid("invalid character 'Ï' looking for beginning of value");
            }
        }

        private static ApiException invalid(String why) {
            return Status.badRequest("invalid continue token: continue key is not valid: " + why);
        }
    }

    boolean selects(ObjectNode object) {
        return labels.matches(object) && fields.matches(object);
    }

    boolean selectsEverything() {
        return labels.isEverything() && fields.isEverything();
    }

    static ListOptions of(ApiRequest request, Kind kind) {
        boolean watch = request.flag("watch") || Router.isOldWatch(request.path());
        OptionalLong limit = number(request, "limit");
        number(request, "timeoutSeconds");
        checkMatch(request, watch);
        Optional<Position> position = request.parameter("continue")
                .filter(token -> !token.isEmpty() && !watch)
                .map(Position::parse);
        String version = request.parameter("resourceVersion").orElse("");
        if (position.isPresent() && !version.isEmpty() && !version.equals("0")) {
            throw Status.badRequest("specifying resource version is not allowed when using continue");
        }
        checkVersion(version, watch);
        try {
            return new ListOptions(
                    LabelSelector.parse(request.parameter("labelSelector").orElse("")),
                    FieldSelector.parse(request.parameter("fieldSelector").orElse(""), kind),
                    version,
                    request.parameter("resourceVersionMatch").orElse(""),
                    limit,
                    position);
        } catch (SelectorException e) {
            throw Status.badRequest(e.getMessage());
        }
    }

    private static OptionalLong number(ApiRequest request, String name) {
        String text = request.parameter(name).orElse("");
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.matches("-?\\d{1,18}")) {
            throw Status.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    private static void checkVersion(String version, boolean watch) {
        if (!version.isEmpty() && !version.matches("\\d{1,18}")) {
            String problem = "resourceVersion: Invalid value: \"" + version + "\": strconv.ParseUint: parsing \""
                    + version + "\": invalid syntax";
            throw watch ? Status.internal(problem) : Status.badRequest("invalid resource version: " + problem);
        }
    }

    private static void checkMatch(ApiRequest request, boolean watch) {
        String match = request.parameter("resourceVersionMatch").orElse("");
        String version = request.parameter("resourceVersion").orElse("");
        boolean initial = request.parameter("sendInitialEvents").isPresent();
        List<Violation> found = watch ? ofWatch(match, initial) : ofList(match, version, initial);
        if (!found.isEmpty()) {
            throw Status.invalidOptions("ListOptions", found.toArray(new Violation[0]));
        }
    }

    private static List<Violation> ofWatch(String match, boolean initial) {
        String field = "resourceVersionMatch";
        List<Violation> found = new ArrayList<>();
        if (!match.isEmpty() && !initial) {
            found.add(Violation.forbidden(
                    field, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        }
        if (initial && !match.equals("NotOlderThan")) {
            found.add(Violation.forbidden(
                    field, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
            if (!match.isEmpty()) {
                found.add(Violation.unsupported(field, "\"" + match + "\"", "\"NotOlderThan\""));
            }
        }
        return found;
    }

    private static List<Violation> ofList(String match, String version, boolean initial) {
        String field = "resourceVersionMatch";
        List<Violation> found = new ArrayList<>();
        if (!match.isEmpty() && version.isEmpty()) {
            found.add(
                    Violation.forbidden(field, "resourceVersionMatch is forbidden unless resourceVersion is provided"));
        } else if (match.equals("Exact") && version.equals("0")) {
            found.add(Violation.forbidden(
                    field, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
        } else if (!List.of("", "Exact", "NotOlderThan").contains(match)) {
            found.add(Violation.unsupported(field, "\"" + match + "\"", "\"Exact\", \"NotOlderThan\", \"\""));
        }
        if (initial) {
            found.add(Violation.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
        }
        return found;
    }
}
