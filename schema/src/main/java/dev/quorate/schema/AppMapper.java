package dev.quorate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;

/** Turns a document that the schema accepts into an app. */
final class AppMapper {
    private AppMapper() {}

    static StatefulApp app(JsonNode document, SourceFile source) {
        JsonNode metadata = document.path("metadata");
        JsonNode spec = document.path("spec");
        String engine = spec.path("engine").asText();
        return new StatefulApp(
                new AppName(
                        metadata.path("namespace").asText(),
                        metadata.path("name").asText()),
                texts(metadata.path("labels")),
                texts(metadata.path("annotations")),
                engine,
                text(spec, "version"),
                integer(spec, "defaultsVersion"),
                components(spec),
                open(spec, "config"),
                open(spec, engine),
                lifecycle(spec, metadata.path("namespace").asText()),
                recovery(spec, metadata.path("namespace").asText()),
                document,
                source);
    }

    /** The name, whose parts are empty where the document has none. */
    static AppName name(JsonNode document) {
        JsonNode metadata = document.path("metadata");
        return new AppName(
                metadata.path("namespace").asText(), metadata.path("name").asText());
    }

    private static Lifecycle lifecycle(JsonNode spec, String namespace) {
        String whenDeleted = spec.path("persistentVolumeClaimRetentionPolicy")
                .path("whenDeleted")
                .asText();
        List<AppName> dependsOn = StreamSupport.stream(spec.path("dependsOn").spliterator(), false)
                .map(other -> other(other, namespace))
                .toList();
        return new Lifecycle(
                spec.path("stopped").asBoolean(),
                spec.path("suspend").asBoolean(),
                spec.path("adopt").asBoolean(),
                spec.path("deletion").asText().equals("Delete") ? Lifecycle.Deletion.DELETE : Lifecycle.Deletion.ORPHAN,
                whenDeleted.equals("Delete") ? Lifecycle.Volumes.DELETE : Lifecycle.Volumes.RETAIN,
                dependsOn,
                Optional.of(spec.path("acknowledge"))
                        .filter(JsonNode::isObject)
                        .map(answer -> new Lifecycle.Acknowledgement(
                                answer.path("guard").asText(),
                                answer.path("member").asText(),
                                answer.path("reason").asText())));
    }

    private static AppName other(JsonNode fields, String namespace) {
        return new AppName(
                fields.path("namespace").asText(namespace), fields.path("name").asText());
    }

    private static Recovery recovery(JsonNode spec, String namespace) {
        return new Recovery(
                Optional.of(spec.path("backup"))
                        .filter(JsonNode::isObject)
                        .map(backup -> new Backup(
                                backup.path("schedule").asText(),
                                backup.path("keep").asInt(7),
                                place(backup),
                                backup.path("image").asText())),
                Optional.of(spec.path("restoreFrom"))
                        .filter(JsonNode::isObject)
                        .map(from -> new RestoreFrom(
                                other(from.path("app"), namespace),
                                from.path("snapshot").asText(),
                                place(from),
                                from.path("image").asText())));
    }

    private static SnapshotPlace place(JsonNode fields) {
        JsonNode claim = fields.at("/destination/persistentVolumeClaim");
        if (claim.isObject()) {
            return new SnapshotPlace.Claim(claim.path("claimName").asText());
        }
        JsonNode s3 = fields.at("/destination/s3");
        return new SnapshotPlace.Bucket(
                s3.path("endpoint").asText(),
                s3.path("bucket").asText(),
                s3.path("prefix").asText(),
                s3.path("region").asText("us-east-1"),
                fields.path("secretRef").path("name").asText());
    }

    /** The main component has its fields in spec, and what there is beside it stands by name. */
    private static Map<String, ComponentSpec> components(JsonNode spec) {
        Map<String, ComponentSpec> components = new LinkedHashMap<>();
        components.put(StatefulApp.ONLY_COMPONENT, component(spec, spec));
        spec.path("components")
                .properties()
                .forEach(entry -> components.put(entry.getKey(), component(entry.getValue(), spec)));
        return components;
    }

    /** @param spec holds what is said once for all components */
    private static ComponentSpec component(JsonNode fields, JsonNode spec) {
        return new ComponentSpec(
                integer(fields, "replicas"),
                Optional.of(fields.path("autoscale")).filter(JsonNode::isObject).map(AppMapper::autoscale),
                Optional.of(fields.path("storage")).filter(JsonNode::isObject).map(AppMapper::storage),
                open(fields, "resources"),
                updateStrategy(fields, spec),
                open(fields, "pod"),
                open(fields, "config"));
    }

    private static Autoscale autoscale(JsonNode fields) {
        JsonNode scaleIn = fields.path("scaleIn");
        return new Autoscale(
                fields.path("minReplicas").asInt(),
                fields.path("maxReplicas").asInt(),
                fields.path("metrics").isArray() ? fields.get("metrics") : Json.MAPPER.createArrayNode(),
                open(fields, "behavior"),
                new Autoscale.ScaleIn(
                        text(scaleIn, "mode").map(Autoscale.Mode::of),
                        text(scaleIn, "window").map(AppMapper::duration),
                        text(scaleIn, "schedule").map(Schedule::parse)));
    }

    private static Duration duration(String text) {
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }

    private static Storage storage(JsonNode fields) {
        List<String> accessModes = StreamSupport.stream(
                        fields.path("accessModes").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        return new Storage(
                fields.path("size").asText(),
                text(fields, "storageClassName"),
                accessModes.isEmpty() ? List.of("ReadWriteOnce") : accessModes,
                text(fields, "volumeMode"));
    }

    private static UpdateStrategy updateStrategy(JsonNode fields, JsonNode spec) {
        JsonNode strategy = fields.path("updateStrategy");
        UpdateStrategy standard = UpdateStrategy.DEFAULT;
        boolean onDelete = strategy.path("type").asText().equals(UpdateStrategy.Type.ON_DELETE.toString());
        return new UpdateStrategy(
                onDelete ? UpdateStrategy.Type.ON_DELETE : standard.type(),
                integer(strategy.path("rollingUpdate"), "partition").orElse(standard.partition()),
                spec.path("paused").asBoolean(standard.paused()),
                Duration.ofSeconds(spec.path("progressDeadlineSeconds")
                        .asLong(standard.progressDeadline().toSeconds())));
    }

    private static Map<String, String> texts(JsonNode fields) {
        Map<String, String> texts = new LinkedHashMap<>();
        fields.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    private static Optional<String> text(JsonNode fields, String name) {
        return fields.has(name) ? Optional.of(fields.get(name).asText()) : Optional.empty();
    }

    private static OptionalInt integer(JsonNode fields, String name) {
        return fields.has(name) ? OptionalInt.of(fields.get(name).intValue()) : OptionalInt.empty();
    }

    private static JsonNode open(JsonNode fields, String name) {
        return fields.path(name).isObject() ? fields.get(name) : Json.object();
    }
}
