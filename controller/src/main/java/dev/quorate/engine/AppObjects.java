package dev.quorate.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.schema.ComponentSpec;
import dev.quorate.schema.StatefulApp;
import dev.quorate.schema.Storage;
import dev.quorate.state.Generated;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The objects around one StatefulSet that every engine makes in the same way. Selectors hold the frozen labels and nothing
 * else; claim templates add only the constant that informers select by, since neither can ever be changed.
 */
public final class AppObjects {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final StatefulApp app;
    private final Labels labels;
    private final String set;

    /** @param set the StatefulSet; its Services and its budget are named after it */
    public AppObjects(StatefulApp app, Engine.Site site, String component, String set) {
        this.app = app;
        this.labels = new Labels(site.repository(), site.cluster(), app.name(), component);
        this.set = set;
    }

    /** The Service that gives each pod of a set its lasting name: {@code <pod>.<this>.<namespace>.svc}. */
    public static String headlessName(String set) {
        return set + "-headless";
    }

    /** An object of the app with nothing but its metadata. */
    public ObjectNode object(Kind kind, String name) {
        ObjectNode object = JSON.objectNode();
        object.put("apiVersion", kind.apiVersion());
        object.put("kind", kind.title());
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("name", name);
        metadata.put("namespace", app.name().namespace());
        ObjectNode all = metadata.putObject("labels");
        app.labels().forEach(all::put);
        all.setAll(podLabels());
        if (!app.annotations().isEmpty()) {
            ObjectNode annotations = metadata.putObject("annotations");
            app.annotations().forEach(annotations::put);
        }
        return object;
    }

    /** What the app's pods carry beside what the overlay adds; it must not change while they run. */
    public ObjectNode podLabels() {
        ObjectNode all = frozenAndManaged();
        all.put("app.kubernetes.io/name", app.engine());
        all.put("app.kubernetes.io/instance", app.name().name());
        all.put("app.kubernetes.io/component", labels.component());
        return all;
    }

    /** Names all pods from the moment they exist, ready or not: members must find each other before they can be ready. */
    public Manifest headlessService(JsonNode ports) {
        ObjectNode service = object(Kind.SERVICE, headlessName(set));
        ObjectNode spec = service.putObject("spec");
        spec.put("clusterIP", "None");
        spec.put("publishNotReadyAddresses", true);
        spec.set("selector", labels.tree());
        if (!ports.isEmpty()) {
            spec.set("ports", ports.deepCopy());
        }
        return new Manifest(service);
    }

    /** The Service for clients: ready pods only. */
    public Manifest clientService(JsonNode ports) {
        ObjectNode service = object(Kind.SERVICE, set);
        ObjectNode spec = service.putObject("spec");
        spec.put("type", "ClusterIP");
        spec.set("selector", labels.tree());
        spec.set("ports", ports.deepCopy());
        return new Manifest(service);
    }

    /** @param limit {@code maxUnavailable} or {@code minAvailable}, with its value */
    public Manifest disruptionBudget(ObjectNode limit) {
        ObjectNode budget = object(Kind.POD_DISRUPTION_BUDGET, set);
        ObjectNode spec = budget.putObject("spec");
        spec.setAll(limit);
        spec.putObject("selector").set("matchLabels", labels.tree());
        return new Manifest(budget);
    }

    public static ObjectNode maxUnavailable(int pods) {
        return JSON.objectNode().put("maxUnavailable", pods);
    }

    /**
     * A Secret that is made once and never changed.
     *
     * @param fixed what everybody may know
     * @param madeUp the keys whose values nobody writes
     */
    public Manifest generatedSecret(String name, Map<String, String> fixed, List<String> madeUp) {
        ObjectNode secret = object(Kind.SECRET, name);
        secret.withObjectProperty("metadata")
                .withObjectProperty("annotations")
                .put(Generated.ANNOTATION, String.join(",", madeUp));
        secret.put("type", "Opaque");
        ObjectNode data = secret.putObject("data");
        new TreeMap<>(fixed).forEach((key, value) -> data.put(key, Generated.encoded(value)));
        return new Manifest(secret);
    }

    public ObjectNode claimTemplate(String name, Storage storage) {
        ObjectNode claim = JSON.objectNode();
        ObjectNode metadata = claim.putObject("metadata");
        metadata.put("name", name);
        metadata.set("labels", frozenAndManaged());
        ObjectNode spec = claim.putObject("spec");
        ArrayNode modes = spec.putArray("accessModes");
        storage.accessModes().forEach(modes::add);
        storage.storageClassName().ifPresent(className -> spec.put("storageClassName", className));
        storage.volumeMode().ifPresent(mode -> spec.put("volumeMode", mode));
        spec.putObject("resources").putObject("requests").put("storage", storage.size());
        return claim;
    }

    /** The set as it is created; what the engine decides about it is in {@code spec}. */
    public Manifest statefulSet(int replicas, ObjectNode podSpec, List<ObjectNode> claims, ObjectNode spec) {
        ObjectNode statefulSet = object(Kind.STATEFUL_SET, set);
        ObjectNode all = statefulSet.putObject("spec");
        all.put("replicas", replicas);
        all.put("serviceName", headlessName(set));
        all.putObject("selector").set("matchLabels", labels.tree());
        all.setAll(spec);
        ObjectNode template = all.putObject("template");
        template.putObject("metadata").set("labels", podLabels());
        template.set("spec", podSpec);
        ObjectNode retention = all.putObject("persistentVolumeClaimRetentionPolicy");
        retention.put("whenDeleted", "Retain");
        retention.put("whenScaled", "Retain");
        if (!claims.isEmpty()) {
            claims.forEach(all.putArray("volumeClaimTemplates")::add);
        }
        return new Manifest(statefulSet);
    }

    /**
     * The set of an engine with members. All pods start at once, since after a full stop the first could never serve without
     * the others; and none is replaced but by the controller, which knows whom the others cannot spare.
     */
    public Manifest memberSet(ComponentSpec component, int replicas, ObjectNode pod, String claim) {
        Storage storage = component
                .storage()
                .orElseThrow(() -> new IllegalArgumentException("the schema requires storage of " + app.engine()));
        ObjectNode spec = JSON.objectNode();
        spec.put("podManagementPolicy", "Parallel");
        spec.putObject("updateStrategy").put("type", "OnDelete");
        return statefulSet(replicas, pod, List.of(claimTemplate(claim, storage)), spec)
                .with(tree -> {
                    ObjectNode all = (ObjectNode) tree.get("spec");
                    all.set("template", PodOverlay.apply((ObjectNode) all.get("template"), component.pod()));
                });
    }

    /** What selects the pods of the set. */
    public Labels labels() {
        return labels;
    }

    private ObjectNode frozenAndManaged() {
        ObjectNode all = labels.tree();
        all.put(Labels.MANAGED_BY, Labels.MANAGER);
        return all;
    }
}
