package dev.quorate.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.Engine.Site;
import dev.quorate.schema.Backup;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredState;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.util.ArrayList;
import java.util.List;

/**
 * The CronJob that takes snapshots, for all engines alike. It runs Quorate's own program, so that a person can do by hand what
 * it does. Its pods carry none of the app's labels: they are no members, and no Service may find them.
 */
public final class BackupJob {

    private static final int USER = 65534;
    private static final int SECONDS = 3600;

    private BackupJob() {}

    public static ObjectRef ref(StatefulApp app) {
        return new ObjectRef(Kind.CRON_JOB, app.name().namespace(), app.name().name() + "-backup");
    }

    static DesiredState beside(DesiredState desired, Engine engine, StatefulApp app, Site site) {
        if (app.recovery().backup().isEmpty() || engine.snapshots().isEmpty()) {
            return desired;
        }
        List<Manifest> objects = new ArrayList<>(desired.objects());
        DesiredComponent first = desired.components().get(0);
        AppObjects own =
                new AppObjects(app, site, first.name(), first.sets().get(0).name());
        objects.add(cronJob(
                own,
                app,
                app.recovery().backup().get(),
                engine.snapshots().get().endpoints(app)));
        return new DesiredState(desired.app(), desired.engine(), desired.components(), objects);
    }

    private static Manifest cronJob(AppObjects own, StatefulApp app, Backup backup, List<String> endpoints) {
        ObjectNode object = own.object(Kind.CRON_JOB, ref(app).name());
        ObjectNode spec = object.putObject("spec");
        spec.put("schedule", backup.schedule());
        spec.put("timeZone", "Etc/UTC");
        spec.put("suspend", app.lifecycle().stopped());
        spec.put("concurrencyPolicy", "Forbid");
        spec.put("startingDeadlineSeconds", SECONDS);
        spec.put("successfulJobsHistoryLimit", 1);
        spec.put("failedJobsHistoryLimit", 3);
        ObjectNode job = spec.putObject("jobTemplate").putObject("spec");
        job.put("backoffLimit", 2);
        job.put("activeDeadlineSeconds", SECONDS);
        ObjectNode template = job.putObject("template");
        template.putObject("metadata")
                .putObject("labels")
                .put("app.kubernetes.io/name", "quorate-backup")
                .put("app.kubernetes.io/instance", app.name().name());
        template.set("spec", pod(app, backup, endpoints));
        return new Manifest(object);
    }

    private static ObjectNode pod(StatefulApp app, Backup backup, List<String> endpoints) {
        ObjectNode resources = JsonNodeFactory.instance.objectNode();
        resources.putObject("requests").put("cpu", "50m").put("memory", "128Mi");
        SnapshotContainer container = new SnapshotContainer("take", backup.image(), resources, backup.place());
        container.say("backup", "take", "--engine=" + app.engine(), "--app=" + app.name(), "--keep=" + backup.keep());
        endpoints.forEach(endpoint -> container.say("--endpoint=" + endpoint));
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.put("restartPolicy", "Never");
        pod.put("automountServiceAccountToken", false);
        ObjectNode security = pod.putObject("securityContext");
        security.put("runAsNonRoot", true);
        security.put("runAsUser", USER);
        security.put("runAsGroup", USER);
        security.put("fsGroup", USER);
        security.putObject("seccompProfile").put("type", "RuntimeDefault");
        app.component().pod().at("/spec/imagePullSecrets").forEach(pod.withArrayProperty("imagePullSecrets")::add);
        pod.putArray("containers").add(container.place(true));
        ArrayNode volumes = pod.putArray("volumes");
        container.volumes(false).forEach(volumes::add);
        return pod;
    }
}
