package dev.quorate.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.util.HashMap;
import java.util.Map;

/** The lines of an observed state about snapshots, as their CronJob tells of them. */
final class BackupText {

    private static final Map<String, String> FIELDS = Map.of("begun", "lastScheduleTime", "taken", "lastSuccessfulTime");

    private final Map<String, String> times = new HashMap<>();
    private boolean runs;

    void line(String what, String seconds) {
        if (what.equals("runs")) {
            runs = true;
        } else {
            times.put(
                    what, Scenario.NOW.minusSeconds(Long.parseLong(seconds)).toString());
        }
    }

    Manifest on(Manifest manifest) {
        return manifest.kind() != Kind.CRON_JOB
                ? manifest
                : manifest.with(tree -> {
                    tree.withObjectProperty("metadata")
                            .put("creationTimestamp", times.getOrDefault("made", "2025-12-31T12:00:00Z"));
                    ObjectNode status = tree.withObjectProperty("status");
                    FIELDS.forEach((line, field) -> {
                        if (times.containsKey(line)) {
                            status.put(field, times.get(line));
                        }
                    });
                    if (runs) {
                        status.withArrayProperty("active").addObject().put("kind", "Job");
                    }
                });
    }
}
