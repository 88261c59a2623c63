package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.DeletionRules;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Serves what CRDs define, from the moment they are stored, and stops when they are gone. */
final class CustomDefinitions {

    private static final String WRITER = "kube-apiserver";

    private final Store store;
    private final Resources resources;
    private final InstantSource clock;
    private final Map<String, List<Kind>> byDefinition = new HashMap<>();

    CustomDefinitions(Store store, Resources resources, InstantSource clock) {
        this.store = store;
        this.resources = resources;
        this.clock = clock;
        store.list(Kinds.CUSTOM_RESOURCE_DEFINITION, Optional.empty()).forEach(this::serve);
        store.subscribe(this::follow);
    }

    /** What a real server's own controllers do after a write to a definition or to one of its objects. */
    void settle(Kind kind) {
        if (kind.equals(Kinds.CUSTOM_RESOURCE_DEFINITION)) {
            for (ObjectNode definition : store.list(kind, Optional.empty())) {
                establish(definition);
                cleanUp(definition);
            }
        } else if (!byDefinition.isEmpty()) {
            store.list(Kinds.CUSTOM_RESOURCE_DEFINITION, Optional.empty()).forEach(this::cleanUp);
        }
    }

    /** Whether new objects of that kind are refused because their definition is going. */
    boolean terminating(Kind kind) {
        String name = kind.plural() + "." + kind.group();
        return store.get(new Key(Kinds.CUSTOM_RESOURCE_DEFINITION, "", name))
                .map(Metadata::terminating)
                .orElse(false);
    }

    private void follow(Change change) {
        if (!change.key().kind().equals(Kinds.CUSTOM_RESOURCE_DEFINITION)) {
            return;
        }
        stop(change.key().name());
        if (change.type() != Change.Type.DELETED) {
            serve(change.object());
        }
    }

    private void serve(ObjectNode definition) {
        List<Kind> kinds = new ArrayList<>();
        JsonNode spec = definition.path("spec");
        for (JsonNode version : spec.path("versions")) {
            if (version.path("served").asBoolean()) {
                Resource resource = resource(spec, version);
                resources.add(resource);
                kinds.add(resource.kind());
            }
        }
        byDefinition.put(Metadata.name(definition), kinds);
    }

    private void stop(String definition) {
        Optional.ofNullable(byDefinition.remove(definition)).ifPresent(kinds -> kinds.forEach(resources::remove));
    }

    private Resource resource(JsonNode spec, JsonNode version) {
        JsonNode names = spec.path("names");
        JsonNode subresources = version.path("subresources");
        Kind kind = new Kind(
                spec.path("group").asText(),
                version.path("name").asText(),
                names.path("kind").asText(),
                names.path("plural").asText(),
                names.path("singular").asText(),
                texts(names.path("shortNames")),
                spec.path("scope").asText().equals("Namespaced"),
                subresources.has("status"));
        Optional<Resource.Scaling> scaling = Optional.of(subresources.path("scale"))
                .filter(JsonNode::isObject)
                .map(scale -> new Resource.Scaling(
                        path(scale.path("specReplicasPath")),
                        path(scale.path("statusReplicasPath")),
                        Optional.of(path(scale.path("labelSelectorPath"))).filter(path -> !path.isEmpty())));
        return new Resource(
                kind,
                resources.definitions().ofCustomResource(version.path("schema").path("openAPIV3Schema")),
                texts(names.path("categories")),
                scaling,
                Optional.of(version));
    }

    private void establish(ObjectNode definition) {
        if (!definition
                .path("status")
                .path("acceptedNames")
                .path("plural")
                .asText()
                .isEmpty()) {
            return;
        }
        String now = Metadata.timestamp(clock.instant());
        ObjectNode after = definition.deepCopy();
        ObjectNode status = after.withObject("/status");
        status.putArray("conditions");
        condition(status, "NamesAccepted", "NoConflicts", "no conflicts found", now);
        condition(status, "Established", "Installing", "the initial names have been accepted", now)
                .put("status", "False");
        status.set("acceptedNames", after.path("spec").path("names"));
        after = store.write(Kinds.CUSTOM_RESOURCE_DEFINITION, after, Store.Writer.status(WRITER))
                .deepCopy();
        ((ObjectNode) after.path("status").path("conditions").path(1))
                .put("status", "True")
                .put("reason", "InitialNamesAccepted");
        store.write(Kinds.CUSTOM_RESOURCE_DEFINITION, after, Store.Writer.status(WRITER));
    }

    /** A terminating definition takes its objects along and goes when the last one has. */
    private void cleanUp(ObjectNode definition) {
        if (!Metadata.terminating(definition)
                || !Metadata.finalizers(definition).contains(DeletionRules.CLEANUP)) {
            return;
        }
        ObjectNode current = markInProgress(definition);
        List<Kind> kinds = List.copyOf(byDefinition.getOrDefault(Metadata.name(definition), List.of()));
        for (Kind kind : kinds) {
            for (ObjectNode object : store.list(kind, Optional.empty())) {
                if (!Metadata.terminating(object)) {
                    store.delete(Metadata.key(kind, object), Store.Deletion.BACKGROUND);
                }
            }
        }
        boolean empty = kinds.stream()
                .allMatch(kind -> store.list(kind, Optional.empty()).isEmpty());
        if (empty) {
            ObjectNode after = current.deepCopy();
            after.withObject("/metadata").remove("finalizers");
            store.write(Kinds.CUSTOM_RESOURCE_DEFINITION, after, Store.Writer.of(WRITER));
        }
    }

    private ObjectNode markInProgress(ObjectNode definition) {
        ObjectNode after = definition.deepCopy();
        for (JsonNode condition : after.path("status").path("conditions")) {
            if (condition.path("reason").asText().equals("InstanceDeletionPending")) {
                ((ObjectNode) condition)
                        .put("reason", "InstanceDeletionInProgress")
                        .put("message", "CustomResource deletion is in progress");
                return store.write(Kinds.CUSTOM_RESOURCE_DEFINITION, after, Store.Writer.status(WRITER));
            }
        }
        return definition;
    }

    private static ObjectNode condition(ObjectNode status, String type, String reason, String message, String now) {
        return status.withArray("/conditions")
                .addObject()
                .put("type", type)
                .put("status", "True")
                .put("lastTransitionTime", now)
                .put("reason", reason)
                .put("message", message);
    }

    private static List<String> path(JsonNode path) {
        return List.of(path.asText().split("\\.", -1)).stream()
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
