package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.api.schema.Definitions;
import dev.quorate.simulator.api.schema.Schema;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is served now: the built-in kinds and those that CRDs added. */
final class Resources {

    private record Location(String group, String version, String plural) {}

    private static final Set<Kind> IN_ALL =
            Set.of(Kinds.POD, Kinds.SERVICE, Kinds.STATEFUL_SET, Kinds.DEPLOYMENT, Kinds.REPLICA_SET, Kinds.AUTOSCALER);
    private static final Set<Kind> SCALED = Set.of(Kinds.STATEFUL_SET, Kinds.DEPLOYMENT, Kinds.REPLICA_SET);

    private final Definitions definitions;
    private final Map<Location, Resource> served = new LinkedHashMap<>();
    private final Map<Kind, Resource> byKind = new HashMap<>();

    Resources(Definitions definitions) {
        this.definitions = definitions;
        int afterApps = Kinds.ALL.indexOf(Kinds.AUTOSCALER);
        Kinds.ALL.subList(0, afterApps).forEach(kind -> add(builtIn(kind)));
        Reviews.ALL.forEach(kind -> add(builtIn(kind)));
        add(builtIn(Kinds.AUTOSCALER));
        add(builtIn(OldAutoscalers.KIND));
        Kinds.ALL.subList(afterApps + 1, Kinds.ALL.size()).forEach(kind -> add(builtIn(kind)));
    }

    Definitions definitions() {
        return definitions;
    }

    Optional<Resource> find(String group, String version, String plural) {
        return Optional.ofNullable(served.get(new Location(group, version, plural)));
    }

    Collection<Resource> all() {
        return List.copyOf(served.values());
    }

    boolean hasGroup(String group) {
        return served.keySet().stream().anyMatch(location -> location.group().equals(group));
    }

    /** The type of a kind; of one that is no longer served, anything. */
    Schema schema(Kind kind) {
        return Optional.ofNullable(byKind.get(kind)).map(Resource::schema).orElseGet(definitions::any);
    }

    void add(Resource resource) {
        Kind kind = resource.kind();
        served.put(new Location(kind.group(), kind.version(), kind.plural()), resource);
        byKind.put(kind, resource);
    }

    void remove(Kind kind) {
        served.remove(new Location(kind.group(), kind.version(), kind.plural()));
        byKind.remove(kind);
    }

    /** The versions of each group, in the order in which they are offered. */
    Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (Location location : served.keySet()) {
            List<String> versions = groups.computeIfAbsent(location.group(), any -> new ArrayList<>());
            if (!versions.contains(location.version())) {
                versions.add(location.version());
            }
        }
        return groups;
    }

    private Resource builtIn(Kind kind) {
        String group = kind.group();
        Schema schema = definitions
                .ofKind(group, kind.version(), kind.kind())
                .orElseThrow(() -> new IllegalStateException("no type for " + kind.kind()));
        Optional<Resource.Scaling> scaling = SCALED.contains(kind)
                ? Optional.of(new Resource.Scaling(
                        List.of("spec", "replicas"),
                        List.of("status", "replicas"),
                        Optional.of(List.of("spec", "selector"))))
                : Optional.empty();
        List<String> categories = IN_ALL.contains(kind) || kind.equals(OldAutoscalers.KIND)
                ? List.of("all")
                : kind.equals(Kinds.CUSTOM_RESOURCE_DEFINITION) ? List.of("api-extensions") : List.of();
        return new Resource(kind, schema, categories, scaling, Optional.<JsonNode>empty());
    }
}
