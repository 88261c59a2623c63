package dev.quorate.engine.redis;

import dev.quorate.schema.StatefulApp;
import java.util.List;
import java.util.Map;

/**
 * What a spec of Redis that says nothing of it gets. An entry is never changed once it was released, since running apps keep to
 * theirs: what is better comes as another entry.
 *
 * @param version of an app that names none
 * @param patches by series: what a version without a patch means
 * @param image of Redis up to the version
 */
record RedisDefaults(int number, String version, Map<String, Integer> patches, String image) {

    static final List<RedisDefaults> ALL =
            List.of(new RedisDefaults(1, "8.0", Map.of("7.0", 15, "7.2", 7, "7.4", 2, "8.0", 2), "redis:"));

    static RedisDefaults newest(List<RedisDefaults> all) {
        return all.get(all.size() - 1);
    }

    static RedisDefaults of(StatefulApp app, List<RedisDefaults> all) {
        return all.stream()
                .filter(defaults -> defaults.number() == app.defaultsVersion().orElse(-1))
                .findFirst()
                .orElseGet(() -> newest(all));
    }
}
