package dev.quorate.engine.rabbitmq;

import dev.quorate.schema.StatefulApp;
import java.util.List;
import java.util.Map;

/**
 * What a spec of RabbitMQ that says nothing of it gets. An entry is never changed once it was released, since running apps keep
 * to theirs: what is better comes as another entry.
 *
 * @param version of an app that names none
 * @param patches by minor version: what a version without a patch means
 * @param image of RabbitMQ with its management plugin, around the version
 */
record RabbitDefaults(int number, String version, Map<String, Integer> patches, String image) {

    static final List<RabbitDefaults> ALL = List.of(new RabbitDefaults(
            1,
            "4.0",
            Map.of("3.10", 8, "3.11", 28, "3.12", 14, "3.13", 7, "4.0", 5, "4.1", 0),
            "rabbitmq:%s-management"));

    static RabbitDefaults newest(List<RabbitDefaults> all) {
        return all.get(all.size() - 1);
    }

    static RabbitDefaults of(StatefulApp app, List<RabbitDefaults> all) {
        return all.stream()
                .filter(defaults -> defaults.number() == app.defaultsVersion().orElse(-1))
                .findFirst()
                .orElseGet(() -> newest(all));
    }
}
