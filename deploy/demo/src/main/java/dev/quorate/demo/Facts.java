package dev.quorate.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What the scenes ask: the cluster about pods, the mirrors about members, the repository about reports. Members are those of the set
 * that has the app's name; what stands beside it is seen by its pods.
 */
record Facts(DemoWorld world) {

    int voters(String app) {
        return (int) members(app).stream()
                .filter(member -> member.path("voting").asBoolean()
                        && member.path("health").asText().equals("Healthy"))
                .count();
    }

    int pods(String app) {
        return world.cluster().pods(app).size();
    }

    int ready(String app) {
        return (int) world.cluster().pods(app).stream().filter(Facts::isReady).count();
    }

    /** Whether the status branch says that an app has so many members, all ready, and rests. */
    boolean reported(String app, int members) {
        Optional<JsonNode> report = world.report(app);
        return report.filter(text -> text.at("/replicas/ready").asInt() == members
                        && text.at("/replicas/desired").asInt() == members
                        && rests(text))
                .isPresent();
    }

    boolean allReported() {
        return world.apps().stream().allMatch(app -> reported(app, 3));
    }

    /** Whether {@code quorate status} says it, for all apps or for one. */
    boolean reports(String words) {
        return world.apps().stream()
                        .anyMatch(
                                app -> world.run("status", "shop/" + app).out().contains(words))
                || world.run("status").out().contains(words);
    }

    private static boolean rests(JsonNode report) {
        return StreamSupport.stream(report.path("conditions").spliterator(), false)
                .anyMatch(condition -> condition.path("type").asText().equals("Ready")
                        && condition.path("status").asText().equals("True"));
    }

    private static boolean isReady(JsonNode pod) {
        return StreamSupport.stream(pod.at("/status/conditions").spliterator(), false)
                .anyMatch(condition -> condition.path("type").asText().equals("Ready")
                        && condition.path("status").asText().equals("True"));
    }

    /** The pod of the member that leads, as the controller knows it. */
    Optional<String> leader(String app) {
        return members(app).stream()
                .filter(member -> member.path("role").asText().equalsIgnoreCase("leader"))
                .map(member -> member.path("pod").asText())
                .findFirst();
    }

    /** Of the pod with this name; empty while there is none. */
    String uid(String app, String pod) {
        return world.cluster().pods(app).stream()
                .filter(each -> each.at("/metadata/name").asText().equals(pod))
                .map(each -> each.at("/metadata/uid").asText())
                .findFirst()
                .orElse("");
    }

    /** The members' durable ids. */
    Set<String> identities(String app) {
        return members(app).stream().map(member -> member.path("id").asText()).collect(Collectors.toSet());
    }

    /** How many pods have a container that waits for this reason, among those that run first too. */
    int waits(String app, String reason) {
        return (int) world.cluster().pods(app).stream()
                .filter(pod -> Stream.of("/status/initContainerStatuses", "/status/containerStatuses")
                        .flatMap(statuses -> pod.at(statuses).valueStream())
                        .anyMatch(container ->
                                container.at("/state/waiting/reason").asText().equals(reason)))
                .count();
    }

    /** Whether every pod is ready and as it should be. */
    boolean all(String app, Predicate<JsonNode> wanted) {
        return world.cluster().pods(app).stream().allMatch(pod -> isReady(pod) && wanted.test(pod));
    }

    private List<JsonNode> members(String app) {
        return world.cluster().mirror(app).stream()
                .flatMap(mirror -> mirror.at("/status/members").valueStream())
                .filter(member -> member.path("pod").asText().matches(app + "-[0-9]+"))
                .toList();
    }
}
