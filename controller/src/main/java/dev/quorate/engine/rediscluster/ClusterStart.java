package dev.quorate.engine.rediscluster;

import dev.quorate.engine.AppObjects;
import dev.quorate.engine.StartConfigs;
import dev.quorate.schema.AppName;
import dev.quorate.state.Admission;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Manifest;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What nodes read: one key for each pod that may start, and the scripts that obey it, at their start and all the time. */
final class ClusterStart {

    private ClusterStart() {}

    static Manifest configMap(AppObjects objects, AppName app, AppMemory memory, Addresses addresses) {
        List<Admission> all = memory.admissions(app.name());
        return StartConfigs.of(
                objects,
                RedisClusterEngine.NAME,
                app.name(),
                memory,
                admission -> lines(app, admission, all, addresses));
    }

    /** @param all who is admitted now: whom to meet, and never somebody who has left */
    static String lines(AppName app, Admission admission, List<Admission> all, Addresses addresses) {
        return "incarnation=" + admission.incarnation() + "\n"
                + "state=" + admission.state().name().toLowerCase(Locale.ROOT) + "\n"
                + "id=" + NodeId.of(app, admission) + "\n"
                + "shard="
                + sorted(all).stream()
                        .filter(other -> Shards.of(other.ordinal()) == Shards.of(admission.ordinal()))
                        .map(other -> NodeId.of(app, other))
                        .collect(Collectors.joining(" "))
                + "\n"
                + "peers="
                + sorted(all).stream()
                        .map(other -> other.pod() + "@" + addresses.host(app.namespace(), other.set(), other.pod())
                                + "@" + NodeId.of(app, other))
                        .collect(Collectors.joining(" "))
                + "\n"
                + share(admission);
    }

    private static List<Admission> sorted(List<Admission> all) {
        return all.stream().sorted(Comparator.comparingInt(Admission::ordinal)).toList();
    }

    /** Slots are given out once, to those who found, and with an epoch each, so that no two masters have the same. */
    private static String share(Admission admission) {
        if (admission.state() != Admission.State.NEW || !Shards.begins(admission.ordinal())) {
            return "";
        }
        int shards = admission.peers().size() / Shards.PODS;
        int shard = Shards.of(admission.ordinal());
        return "slots=" + Shards.firstSlot(shard, shards) + "-" + (Shards.firstSlot(shard + 1, shards) - 1) + "\n"
                + "epoch=" + (shard + 1) + "\n";
    }

    static String script(String name) {
        return StartConfigs.script(ClusterStart.class, "ask.sh") + StartConfigs.script(ClusterStart.class, name);
    }
}
