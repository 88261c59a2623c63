package dev.quorate.engine.rediscluster;

import dev.quorate.schema.StatefulApp;
import java.util.List;
import java.util.Map;

/**
 * What a spec of Redis Cluster that says nothing of it gets. An entry is never changed once it was released, since running apps keep to
 * theirs: what is better comes as another entry.
 *
 * @param version of an app that names none
 * @param patches by series: what a version without a patch means
 * @param image of Redis up to the version
 */
record ClusterDefaults(int number, String version, Map<String, Integer> patches, String image) {

    static final List<ClusterDefaults> ALL =
            List.of(new ClusterDefaults(1, "8.0", Map.of("7.0", 15, "7.2", 7, "7.4", 2, "8.0", 2), "redis:"));

    static ClusterDefaults newest(List<ClusterDefaults> all) {
        return all.get(all.size() - 1);
    }

    static ClusterDefaults of(StatefulApp app, List<ClusterDefaults> all) {
        return all.stream()
                .filter(defaults -> defaults.number() == app.defaultsVersion().orElse(-1))
                .findFirst()
                .orElseGet(() -> newest(all));
    }
}
