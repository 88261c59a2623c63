package dev.quorate.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.Engine.Site;
import dev.quorate.observe.MemoryFormat;
import dev.quorate.report.RolloutLog;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Condition;
import dev.quorate.schema.Drift;
import dev.quorate.schema.ReadResult;
import dev.quorate.schema.RolloutRecord;
import dev.quorate.schema.Source;
import dev.quorate.schema.SpecReader;
import dev.quorate.schema.StatefulApp;
import dev.quorate.schema.StatusReport;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The mirror custom resource and our records, in both directions. Its spec is the app's as last good, and beside it
 * {@code spec.source} with the commit and the metadata that the file had; {@code status.memory} and {@code status.fence}
 * belong to whoever executes and are carried along.
 */
final class MirrorFormat {

    private static final String INTERNAL_ERROR = "InternalError";
    private static final JsonMapper JSON = MemoryFormat.mapper();
    private static final List<String> KEPT_METADATA = List.of("name", "namespace", "labels", "annotations");

    private MirrorFormat() {}

    static ObjectRef ref(AppName app) {
        return new ObjectRef(Kind.STATEFUL_APP, app.namespace(), app.name());
    }

    static Manifest fresh(AppEntry entry, Site site) {
        DesiredApp desired = entry.lastGood().orElseThrow();
        AppName app = desired.app().name();
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", Kind.STATEFUL_APP.apiVersion());
        tree.put("kind", Kind.STATEFUL_APP.title());
        ObjectNode metadata = tree.putObject("metadata");
        metadata.put("name", app.name());
        metadata.put("namespace", app.namespace());
        ObjectNode labels = new Labels(site.repository(), site.cluster(), app, "").tree();
        labels.remove(Labels.COMPONENT);
        labels.put(Labels.MANAGED_BY, Labels.MANAGER);
        metadata.set("labels", labels);
        tree.set("spec", spec(desired, entry));
        return new Manifest(tree);
    }

    /** The live mirror with spec and labels as they should be, equal to it when they are. */
    static Manifest corrected(Manifest live, Manifest wanted) {
        return live.with(tree -> {
            tree.set("spec", wanted.at("/spec"));
            ObjectNode labels = tree.withObjectProperty("metadata").withObjectProperty("labels");
            labels.setAll((ObjectNode) wanted.at("/metadata/labels"));
        });
    }

    private static ObjectNode spec(DesiredApp desired, AppEntry entry) {
        JsonNode document = desired.app().document();
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        if (document.path("spec") instanceof ObjectNode written) {
            spec.setAll(written);
        }
        ObjectNode source = JSON.valueToTree(desired.source());
        ObjectNode metadata = source.putObject("metadata");
        KEPT_METADATA.stream()
                .filter(document.path("metadata")::has)
                .forEach(field -> metadata.set(field, document.path("metadata").get(field)));
        if (entry.standing() == AppEntry.Standing.RELEASED) {
            source.put("released", true);
            entry.cause().ifPresent(commit -> source.set("releasedBy", JSON.valueToTree(commit)));
        }
        spec.set("source", source);
        return spec;
    }

    /** What the mirror says is in force; empty if this version of Quorate cannot read it any more. */
    static Optional<AppEntry> entry(Manifest mirror, SpecReader reader) {
        JsonNode source = mirror.at("/spec/source");
        if (!source.isObject()) {
            return Optional.empty();
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("apiVersion", StatefulApp.API_VERSION);
        document.put("kind", StatefulApp.KIND);
        document.set("metadata", source.path("metadata"));
        ObjectNode spec = mirror.at("/spec").deepCopy();
        spec.remove("source");
        document.set("spec", spec);
        if (reader.read(source.path("path").asText(), document) instanceof ReadResult.Apps apps) {
            DesiredApp app = DesiredApp.of(apps.apps().get(0), value(source, Source.class));
            return Optional.of(source.path("released").asBoolean() ? released(app, source) : AppEntry.current(app));
        }
        return Optional.empty();
    }

    private static AppEntry released(DesiredApp app, JsonNode source) {
        return AppEntry.released(
                app,
                source.has("releasedBy")
                        ? Optional.of(value(source.get("releasedBy"), Source.class))
                        : Optional.empty());
    }

    static MirrorStatus status(Manifest mirror) {
        JsonNode status = mirror.at("/status");
        List<Condition> conditions = new ArrayList<>();
        status.path("conditions").forEach(condition -> conditions.add(value(condition, Condition.class)));
        List<Drift> drift = new ArrayList<>();
        status.path("drift").forEach(each -> drift.add(value(each, Drift.class)));
        List<RolloutRecord> outbox = new ArrayList<>();
        status.at("/outbox/rollouts").forEach(record -> outbox.add(value(record, RolloutRecord.class)));
        return new MirrorStatus(
                status.has("rollouts") ? value(status.get("rollouts"), RolloutLog.class) : RolloutLog.EMPTY,
                members(status),
                conditions,
                drift,
                outbox,
                status.at("/outbox/folded").asInt(0));
    }

    /** The report's parts stand at the top, where printer columns and people look for them. */
    static Manifest withReport(Manifest mirror, MirrorStatus status, StatusReport report) {
        ObjectNode target = status(mirror, status);
        target.set("replicas", JSON.valueToTree(report.replicas()));
        target.set("scaling", JSON.valueToTree(report.scaling()));
        target.set("members", JSON.valueToTree(report.members()));
        target.set("plan", JSON.valueToTree(report.plan()));
        target.set("refusals", JSON.valueToTree(report.refusals()));
        target.set("drift", JSON.valueToTree(report.drift()));
        return mirror.withStatus(target);
    }

    static Manifest withStatus(Manifest mirror, MirrorStatus status) {
        return mirror.withStatus(status(mirror, status));
    }

    private static ObjectNode status(Manifest mirror, MirrorStatus status) {
        long generation = mirror.at("/metadata/generation").asLong(0);
        ObjectNode target = JsonNodeFactory.instance.objectNode();
        if (mirror.at("/status") instanceof ObjectNode before) {
            target.setAll(before);
        }
        target.put("observedGeneration", generation);
        ArrayNode conditions = target.putArray("conditions");
        status.conditions().forEach(condition -> {
            ObjectNode one = JSON.valueToTree(condition);
            conditions.add(one.put("observedGeneration", generation));
        });
        target.set("rollouts", JSON.valueToTree(status.log()));
        ObjectNode outbox = target.putObject("outbox");
        outbox.put("folded", status.folded());
        outbox.set("rollouts", JSON.valueToTree(status.outbox()));
        return target;
    }

    /** Touches nothing but the condition, since the rest may be what cannot be read. */
    static Manifest withFault(Manifest mirror, String sentence, Instant now) {
        return mirror.with(tree -> {
            ArrayNode conditions = tree.withObjectProperty("status").withArrayProperty("conditions");
            for (JsonNode condition : conditions) {
                if (condition.path("type").asText().equals(Condition.READY)) {
                    ObjectNode ready = (ObjectNode) condition;
                    boolean same = ready.path("status").asText().equals("False");
                    ready.put("status", "False").put("reason", INTERNAL_ERROR).put("message", sentence);
                    if (!same) {
                        ready.put("lastTransitionTime", now.toString());
                    }
                    return;
                }
            }
            conditions.add(JSON.<ObjectNode>valueToTree(
                    new Condition(Condition.READY, Condition.Status.FALSE, INTERNAL_ERROR, sentence, now)));
        });
    }

    private static List<StatusReport.Member> members(JsonNode status) {
        List<StatusReport.Member> members = new ArrayList<>();
        status.path("members").forEach(member -> members.add(value(member, StatusReport.Member.class)));
        return members;
    }

    private static <T> T value(JsonNode tree, Class<T> type) {
        try {
            return JSON.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "a mirror does not hold what Quorate wrote there: " + e.getOriginalMessage()
                            + "; take its field status away, and it is written anew",
                    e);
        }
    }
}
