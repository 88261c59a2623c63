package dev.quorate.engine.zookeeper;

import dev.quorate.schema.StatefulApp;
import java.util.List;
import java.util.Map;

/**
 * What a spec of ZooKeeper that says nothing of it gets. An entry is never changed once it was released, since running apps
 * keep to theirs: what is better comes as another entry.
 *
 * @param version of an app that names none
 * @param patches by minor version: what a version without a patch means, the newest proved one
 * @param image of ZooKeeper up to the version
 */
record ZooKeeperDefaults(int number, String version, Map<Integer, Integer> patches, String image) {

    static final List<ZooKeeperDefaults> ALL =
            List.of(new ZooKeeperDefaults(1, "3.9", Map.of(8, 4, 9, 5), "zookeeper:"));

    static ZooKeeperDefaults newest(List<ZooKeeperDefaults> all) {
        return all.get(all.size() - 1);
    }

    static ZooKeeperDefaults of(StatefulApp app, List<ZooKeeperDefaults> all) {
        return all.stream()
                .filter(defaults -> defaults.number() == app.defaultsVersion().orElse(-1))
                .findFirst()
                .orElseGet(() -> newest(all));
    }
}
