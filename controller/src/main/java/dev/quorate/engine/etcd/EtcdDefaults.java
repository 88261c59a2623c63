package dev.quorate.engine.etcd;

import dev.quorate.schema.StatefulApp;
import java.util.List;
import java.util.Map;

/**
 * What a spec of etcd that says nothing of it gets. An entry is never changed once it was released, since running apps keep
 * to theirs: what is better comes as another entry.
 *
 * @param version of an app that names none
 * @param patches by minor version: what a version without a patch means, the newest proved one, or, where none is proved,
 *     one that has an image
 * @param image of etcd up to the version; a mirror of etcd's own images with a name that needs no registry before it
 * @param initImage has the shell that etcd's image lacks
 */
record EtcdDefaults(int number, String version, Map<Integer, Integer> patches, String image, String initImage) {

    static final List<EtcdDefaults> ALL = List.of(
            new EtcdDefaults(1, "3.5", Map.of(4, 23, 5, 16, 6, 4), "rancher/mirrored-coreos-etcd:v", "busybox:1.37"));

    static EtcdDefaults newest(List<EtcdDefaults> all) {
        return all.get(all.size() - 1);
    }

    static EtcdDefaults of(StatefulApp app, List<EtcdDefaults> all) {
        return all.stream()
                .filter(defaults -> defaults.number() == app.defaultsVersion().orElse(-1))
                .findFirst()
                .orElseGet(() -> newest(all));
    }
}
