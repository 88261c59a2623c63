package dev.quorate.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.util.HashMap;
import java.util.Map;

/**
 * The lines of an observed state about snapshots, as their CronJob tells of them: {@code backup begun 3600}, {@code backup taken
 * 3500} and {@code backup made 9000} say how many seconds ago the last run began, a snapshot was there, and the CronJob was
 * made; {@code backup runs} that one is being taken.
 */
final class BackupText {

    private static final Map<String, String> FIELDS =
            Map.of("begun", "lastScheduleTime", "taken", "lastSuccessfulTime");

    private final Map<String, String> times = new HashMap<>();
    private boolean runs;

    void line(String[] words) {
        if (words[1].equals("runs")) {
            runs = true;
        } else {
            times.put(
                    words[1],
                    Scenario.NOW.minusSeconds(Long.parseLong(words[2])).toString());
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
