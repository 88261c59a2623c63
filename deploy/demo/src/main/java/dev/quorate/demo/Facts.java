package dev.quorate.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What the scenes ask: the cluster about pods, the mirrors about members, the repository about reports. */
record Facts(DemoWorld world) {

    int voters() {
        return (int) members("locks").stream()
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
        return Day.APPS.stream().allMatch(app -> reported(app, 3));
    }

    /** Whether {@code quorate status} says it, for all apps or for one. */
    boolean reports(String words) {
        return Day.APPS.stream()
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

    private List<JsonNode> members(String app) {
        return world.cluster()
                .mirror(app)
                .map(mirror -> StreamSupport.stream(mirror.at("/status/members").spliterator(), false)
                        .toList())
                .orElseGet(List::of);
    }
}
