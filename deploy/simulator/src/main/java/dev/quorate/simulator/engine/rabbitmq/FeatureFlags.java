package dev.quorate.simulator.engine.rabbitmq;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The stable feature flags that a version knows: those of all before it, and its own. Some of the real ones stand for all. */
final class FeatureFlags {

    private static final Map<Integer, Set<String>> SINCE = new TreeMap<>(Map.of(
            3010, Set.of("quorum_queue", "stream_queue", "classic_mirrored_queue_version"),
            3011, Set.of("direct_exchange_routing_v2", "feature_flags_v2", "stream_single_active_consumer"),
            3012, Set.of("restart_streams", "stream_sac_coordinator_unblock_group"),
            3013, Set.of("message_containers", "quorum_queue_non_voters", "stream_filtering"),
            4000, Set.of("rabbitmq_4.0.0"),
            4001, Set.of("rabbitmq_4.1.0")));

    private FeatureFlags() {}

    static Set<String> of(String version) {
        int number = number(version);
        Set<String> known = new TreeSet<>();
        SINCE.forEach((since, flags) -> {
            if (since <= number) {
                known.addAll(flags);
            }
        });
        return known;
    }

    private static int number(String version) {
        int[] parts = Arrays.stream(version.split("[.]", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        return 1000 * parts[0] + parts[1];
    }
}
