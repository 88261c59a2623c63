package dev.quorate.state;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.schema.AppName;
import java.util.Optional;

/** The frozen labels by which an object says whose it is; selectors and volume claim templates hold nothing else. */
public record Labels(String repository, String cluster, AppName app, String component) {

    public static final String REPOSITORY = "quorate.dev/repository";
    public static final String CLUSTER = "quorate.dev/cluster";
    public static final String APP = "quorate.dev/app";
    public static final String COMPONENT = "quorate.dev/component";
    /** On pods, from the engine's own view; removed from the old holder before the new one gets it. */
    public static final String ROLE = "quorate.dev/role";
    /** Lets an informer select what is ours; not frozen and not part of any selector. */
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    public static final String MANAGER = "quorate";

    public ObjectNode tree() {
        ObjectNode labels = JsonNodeFactory.instance.objectNode();
        labels.put(REPOSITORY, repository);
        labels.put(CLUSTER, cluster);
        labels.put(APP, app.name());
        labels.put(COMPONENT, component);
        return labels;
    }

    /** Whose an object is by its labels; empty when one of them is missing. */
    public static Optional<Labels> of(Manifest object) {
        Optional<String> repository = object.label(REPOSITORY);
        Optional<String> cluster = object.label(CLUSTER);
        Optional<String> app = object.label(APP);
        if (repository.isEmpty() || cluster.isEmpty() || app.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Labels(
                repository.get(),
                cluster.get(),
                new AppName(object.ref().namespace(), app.get()),
                object.label(COMPONENT).orElse("")));
    }

    public boolean sameApp(Labels other) {
        return repository.equals(other.repository) && cluster.equals(other.cluster) && app.equals(other.app);
    }
}
