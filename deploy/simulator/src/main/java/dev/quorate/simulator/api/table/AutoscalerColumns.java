package dev.quorate.simulator.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.StringJoiner;

/** What an autoscaler watches, and its bounds. */
final class AutoscalerColumns {

    private AutoscalerColumns() {}

    static List<Column> all(Column name, Column age) {
        return List.of(
                name,
                Column.text("Reference", (object, now) -> Cells.text(reference(object))),
                Column.text("Targets", (object, now) -> Cells.text(targets(object))),
                Columns.path("MinPods", "<unset>", "spec", "minReplicas"),
                Column.text("MaxPods", (object, now) -> object.path("spec").path("maxReplicas")),
                Column.text(
                        "Replicas",
                        (object, now) -> Cells.number(
                                object.path("status").path("currentReplicas").asLong())),
                age);
    }

    private static String reference(ObjectNode autoscaler) {
        JsonNode target = autoscaler.path("spec").path("scaleTargetRef");
        return target.path("kind").asText() + "/" + target.path("name").asText();
    }

    private static String targets(ObjectNode autoscaler) {
        StringJoiner targets = new StringJoiner(", ");
        for (JsonNode metric : autoscaler.path("spec").path("metrics")) {
            if (metric.has("resource")) {
                JsonNode target = metric.path("resource").path("target");
                String wanted = target.has("averageUtilization")
                        ? target.path("averageUtilization").asText() + "%"
                        : target.path("averageValue").asText();
                targets.add(metric.path("resource").path("name").asText() + ": <unknown>/" + wanted);
            } else {
                JsonNode target = metric.path(metric.has("external") ? "external" : "pods")
                        .path("target");
                targets.add(
                        target.has("averageValue")
                                ? "<unknown>/" + target.path("averageValue").asText() + " (avg)"
                                : "<unknown>/" + target.path("value").asText());
            }
        }
        return targets.length() == 0 ? Cells.NONE : targets.toString();
    }
}
