package dev.quorate.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.schema.CronLine;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.StatefulApp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the JSON Schema cannot say of {@code backup} and {@code restoreFrom}, for all engines alike. */
public final class RecoveryCheck {

    private RecoveryCheck() {}

    public static List<FieldProblem> problems(StatefulApp app) {
        List<FieldProblem> problems = new ArrayList<>();
        app.recovery().backup().ifPresent(backup -> schedule(backup.schedule(), problems));
        JsonNode spec = app.document().path("spec");
        for (String block : List.of("backup", "restoreFrom")) {
            secret("/spec/" + block, spec.path(block), problems);
        }
        return problems;
    }

    private static void schedule(String text, List<FieldProblem> problems) {
        String remedy = "write for example \"0 3 * * *\", each night at three, UTC";
        try {
            if (CronLine.parse(text).next(Instant.EPOCH).isEmpty()) {
                problems.add(
                        new FieldProblem("/spec/backup/schedule", "invalid", "this time never comes: " + text, remedy));
            }
        } catch (IllegalArgumentException e) {
            problems.add(new FieldProblem(
                    "/spec/backup/schedule", "invalid", "this is no line of a CronJob: " + e.getMessage(), remedy));
        }
    }

    private static void secret(String pointer, JsonNode block, List<FieldProblem> problems) {
        boolean s3 = block.path("destination").has("s3");
        boolean named = block.has("secretRef");
        if (s3 && !named) {
            problems.add(new FieldProblem(
                    pointer,
                    "missing-field",
                    "s3 asks who comes, and no Secret is named",
                    "write secretRef: {name: backup-keys}, a Secret with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"));
        }
        if (named && block.path("destination").has("persistentVolumeClaim")) {
            problems.add(new FieldProblem(
                    pointer + "/secretRef", "unusable", "a volume asks for no keys", "remove secretRef"));
        }
    }
}
