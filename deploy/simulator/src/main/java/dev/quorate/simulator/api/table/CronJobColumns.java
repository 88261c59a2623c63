package dev.quorate.simulator.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** When jobs are made, and of what. */
final class CronJobColumns {

    private CronJobColumns() {}

    static List<Column> all(Column name, Column age) {
        return List.of(
                name,
                Columns.path("Schedule", "", "spec", "schedule"),
                Columns.path("Timezone", Cells.NONE, "spec", "timeZone"),
                new Column("Suspend", "boolean", "", 0, CronJobColumns::suspend),
                Column.integer(
                        "Active",
                        (object, now) -> Cells.number(
                                object.path("status").path("active").size())),
                Column.text("Last Schedule", CronJobColumns::last),
                age,
                Column.wide("Containers", (object, now) -> Cells.text(Cells.joined(containers(object), "name"))),
                Column.wide("Images", (object, now) -> Cells.text(Cells.joined(containers(object), "image"))),
                Column.wide("Selector", (object, now) -> Cells.text(selector(object))));
    }

    private static JsonNode suspend(ObjectNode job, Instant now) {
        JsonNode suspend = job.path("spec").path("suspend");
        return Cells.text(suspend.isBoolean() ? (suspend.asBoolean() ? "True" : "False") : Cells.UNSET);
    }

    private static JsonNode last(ObjectNode job, Instant now) {
        String time = Cells.at(job, "", "status", "lastScheduleTime");
        return Cells.text(time.isEmpty() ? Cells.NONE : Cells.since(time, now));
    }

    private static JsonNode containers(ObjectNode job) {
        return jobSpec(job).path("template").path("spec").path("containers");
    }

    private static String selector(ObjectNode job) {
        return Cells.labels(jobSpec(job).path("selector").path("matchLabels"));
    }

    private static JsonNode jobSpec(ObjectNode job) {
        return job.path("spec").path("jobTemplate").path("spec");
    }
}
