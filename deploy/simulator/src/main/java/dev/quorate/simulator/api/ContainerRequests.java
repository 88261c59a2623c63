package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.rules.Violation;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The requests that reach into a pod: its logs, and where a command is to run. */
final class ContainerRequests {

    /**
     * Which lines of a log are wanted.
     *
     * @param since only lines written at that time or later
     */
    record LogOptions(
            boolean previous, boolean timestamps, Optional<Instant> since, Optional<Long> tail, Optional<Long> bytes) {}

    private final Store store;
    private final InstantSource clock;
    private Containers containers = Containers.NONE;

    ContainerRequests(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    void containers(Containers found) {
        containers = found;
    }

    ApiReply log(Target target, ApiRequest request) {
        if (!request.header("accept").isEmpty() && !Representation.isKnown(request)) {
            throw Status.onlyMediaTypes();
        }
        LogOptions options = options(target, request);
        ObjectNode pod = pod(target);
        Containers.Place place = place(pod, request);
        if (!pod.path("spec").has("nodeName")) {
            return ApiReply.of(204, "text/plain", Json.NODES.textNode(""));
        }
        Containers.Log log = started(pod, place, options);
        return ApiReply.of(
                200, "text/plain", Json.NODES.textNode(LogText.of(log, options).take()));
    }

    LogText follow(Target target, ApiRequest request) {
        LogOptions options = options(target, request);
        ObjectNode pod = pod(target);
        return LogText.of(started(pod, place(pod, request), options), options);
    }

    /** @throws ApiException when there is no container to run a command in */
    Containers.Place toRunIn(Target target, ApiRequest request) {
        ObjectNode pod = pod(target);
        Containers.Place place = place(pod, request);
        if (!pod.path("spec").has("nodeName")) {
            throw Status.badRequest("pod " + place.pod() + " does not have a host assigned");
        }
        return place;
    }

    Containers.Outcome run(Containers.Place place, List<String> command, Optional<String> input) {
        return containers.run(place, command, input);
    }

    boolean runs(Containers.Place place) {
        return containers.runs(place);
    }

    private ObjectNode pod(Target target) {
        return store.get(target.key())
                .orElseThrow(() -> Status.notFound(Kinds.POD, target.name().orElseThrow()));
    }

    private static Containers.Place place(ObjectNode pod, ApiRequest request) {
        List<String> names = new ArrayList<>();
        for (String list : List.of("initContainers", "containers")) {
            pod.path("spec")
                    .path(list)
                    .forEach(each -> names.add(each.path("name").asText()));
        }
        String asked = request.parameter("container").orElse("");
        String name = Metadata.name(pod);
        if (asked.isEmpty() && names.size() > 1) {
            throw Status.badRequest("a container name must be specified for pod " + name + ", choose one of: ["
                    + String.join(" ", names) + "]");
        }
        if (!asked.isEmpty() && !names.contains(asked)) {
            throw Status.badRequest("container " + asked + " is not valid for pod " + name);
        }
        return new Containers.Place(Metadata.namespace(pod), name, asked.isEmpty() ? names.get(0) : asked);
    }

    private Containers.Log started(ObjectNode pod, Containers.Place place, LogOptions options) {
        return containers.log(place, options.previous()).orElseThrow(() -> {
            String container = "container \"" + place.container() + "\" in pod \"" + place.pod() + "\"";
            return Status.badRequest(
                    options.previous()
                            ? "previous terminated " + container + " not found"
                            : container + " is waiting to start: " + waitingFor(pod, place.container()));
        });
    }

    private static String waitingFor(ObjectNode pod, String container) {
        for (JsonNode status : pod.path("status").path("containerStatuses")) {
            if (status.path("name").asText().equals(container)) {
                return status.path("state").path("waiting").path("reason").asText("ContainerCreating");
            }
        }
        return "ContainerCreating";
    }

    private LogOptions options(Target target, ApiRequest request) {
        List<Violation> wrong = new ArrayList<>();
        Optional<Long> tail = atLeast(0, "tailLines", request, wrong);
        Optional<Long> bytes = atLeast(1, "limitBytes", request, wrong);
        Optional<Long> seconds = atLeast(1, "sinceSeconds", request, wrong);
        Optional<String> time = request.parameter("sinceTime").filter(text -> !text.isEmpty());
        if (seconds.isPresent() && time.isPresent()) {
            wrong.add(Violation.forbidden("[]", "at most one of `sinceTime` or `sinceSeconds` may be specified"));
        }
        if (!request.parameter("stream").orElse("All").equals("All")) {
            wrong.add(Violation.forbidden("stream", "may not be specified"));
        }
        if (!wrong.isEmpty()) {
            throw Status.invalid("PodLogOptions", "", target.name().orElseThrow(), wrong);
        }
        Optional<Instant> since = seconds.map(count -> clock.instant().minus(Duration.ofSeconds(count)))
                .or(() -> time.map(ContainerRequests::instant));
        return new LogOptions(request.flag("previous"), request.flag("timestamps"), since, tail, bytes);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Status.badRequest("parsing time \"" + text + "\" as \"2006-01-02T15:04:05Z07:00\": cannot parse");
        }
    }

    private static Optional<Long> atLeast(int least, String name, ApiRequest request, List<Violation> wrong) {
        String text = request.parameter(name).orElse("");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.matches("-?\\d{1,18}")) {
            throw Status.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
        long value = Long.parseLong(text);
        if (value < least) {
            String rule = least == 0 ? "must be greater than or equal to 0" : "must be greater than 0";
            wrong.add(Violation.invalid(name, Json.NODES.numberNode(value), rule));
        }
        return Optional.of(value);
    }
}
