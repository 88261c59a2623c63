package dev.quorate.simulator.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What an autoscaler watches, and its bounds. */
final class AutoscalerColumns {

    private static final int SHOWN = 2;
    private static final String UNKNOWN = "<unknown>";

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

    /** What was measured beside what is wished, of the first two. */
    private static String targets(ObjectNode autoscaler) {
        List<String> targets = new ArrayList<>();
        JsonNode measured = autoscaler.path("status").path("currentMetrics");
        for (JsonNode metric : autoscaler.path("spec").path("metrics")) {
            targets.add(target(metric, measured.path(targets.size())));
        }
        if (targets.isEmpty()) {
            return Cells.NONE;
        }
        int more = targets.size() - SHOWN;
        String first = String.join(", ", targets.subList(0, Math.min(SHOWN, targets.size())));
        return more > 0 ? first + " + " + more + " more..." : first;
    }

    private static String target(JsonNode metric, JsonNode measured) {
        String type = metric.path("type").asText();
        String field = type.isEmpty() ? "" : Character.toLowerCase(type.charAt(0)) + type.substring(1);
        JsonNode wished = metric.path(field).path("target");
        JsonNode current = measured.path(field).path("current");
        boolean resource = type.endsWith("Resource");
        String name = resource ? metric.path(field).path("name").asText() + ": " : "";
        if (resource && !wished.has("averageValue")) {
            String percent = current.has("averageUtilization")
                    ? current.path("averageUtilization").asText() + "%"
                    : UNKNOWN;
            return name + percent + "/" + wished.path("averageUtilization").asText() + "%";
        }
        String value = wished.has("averageValue") ? "averageValue" : "value";
        boolean marked = !resource && !type.equals("Pods") && value.equals("averageValue");
        return name + current.path(value).asText(UNKNOWN) + "/"
                + wished.path(value).asText() + (marked ? " (avg)" : "");
    }
}
