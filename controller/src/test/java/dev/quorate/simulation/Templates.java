package dev.quorate.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Key;
import dev.quorate.state.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the pods of an app run, beside what its file asks for. */
record Templates(World world, App app, Wish wish) {

    private static final String IMAGE = "/spec/containers/0/image";
    private static final Map<String, String> FULL = Map.of("3.5", "3.5.16", "3.5.26", "3.5.26", "3.6", "3.6.4");

    /** What a wish means for ZooKeeper, which has two versions: the newest stands for etcd's newest. */
    private static final Map<String, String> OF_ZOOKEEPER = Map.of("3.5", "3.8", "3.5.26", "3.8.4", "3.6", "3.9");

    private static final Map<String, String> FULL_OF_ZOOKEEPER =
            Map.of("3.5", "3.8.4", "3.5.26", "3.8.4", "3.6", "3.9.5");

    /** RabbitMQ goes up one minor version at a time, and from 3.13 to 4.0. */
    private static final Map<String, String> OF_RABBITMQ = Map.of("3.5", "3.13", "3.5.26", "3.13.7", "3.6", "4.0");

    private static final Map<String, String> FULL_OF_RABBITMQ =
            Map.of("3.5", "3.13.7", "3.5.26", "3.13.7", "3.6", "4.0.5");

    private static final Map<String, String> OF_REDIS = Map.of("3.5", "7.0", "3.5.26", "7.0.14", "3.6", "8.0");

    private static final Map<String, String> FULL_OF_REDIS =
            Map.of("3.5", "7.0.15", "3.5.26", "7.0.14", "3.6", "8.0.2");

    private static final String SETTING = "/metadata/annotations/setting";

    /** For a reason that only another commit ends; it is said, and that is all that can be done. */
    boolean standsStill() {
        return offThePath() || brokenBelow();
    }

    /** An app began with an image that nobody can pull, and its pods below the partition are to keep what they began with. */
    private boolean brokenBelow() {
        return !app.members()
                && wish.update() == Wish.Update.PARTITION
                && pods().stream()
                        .filter(pod -> !rolls(pod))
                        .anyMatch(pod -> pod.at(IMAGE).asText().startsWith("broken/"));
    }

    static String zookeeper(Wish wish) {
        return Optional.ofNullable(OF_ZOOKEEPER.get(wish.version())).orElseThrow();
    }

    static String rabbitmq(Wish wish) {
        return Optional.ofNullable(OF_RABBITMQ.get(wish.version())).orElseThrow();
    }

    static String redis(Wish wish) {
        return Optional.ofNullable(OF_REDIS.get(wish.version())).orElseThrow();
    }

    /** etcd's only way from 3.5 to 3.6 begins at a late 3.5; and no engine has a way back. */
    private boolean offThePath() {
        if (!app.members()) {
            return false;
        }
        Set<String> running = pods().stream()
                .map(pod -> pod.at(IMAGE).asText().replaceFirst(".*:v?", ""))
                .collect(Collectors.toSet());
        boolean tooEarly = etcd() && wish.version().equals("3.6") && running.contains("3.5.16");
        boolean tooLate = !wish.version().equals("3.6")
                && !running.isEmpty()
                && running.stream().allMatch(version -> version.startsWith(newest()));
        return tooEarly || tooLate;
    }

    /** Why the set, and the pods that are to have it, do not have the template of the file; empty when they do. */
    Optional<String> unwanted() {
        Optional<ObjectNode> set =
                world.simulator().store().get(new Key(world.kind(Kind.STATEFUL_SET), Workload.NAMESPACE, app.name()));
        if (set.isEmpty()
                || !set.get().at("/spec/template" + SETTING).asText().equals(setting())
                || !wantedImage(set.get().at("/spec/template" + IMAGE).asText())) {
            return Optional.of(app.name() + " does not have the template of its file");
        }
        String newest = set.get().at("/status/updateRevision").asText();
        return pods().stream()
                .filter(this::rolls)
                .filter(pod -> !newest.equals(
                        pod.at("/metadata/labels/controller-revision-hash").asText()))
                .findFirst()
                .map(pod -> pod.at("/metadata/name").asText() + " does not run the newest template");
    }

    private boolean wantedImage(String image) {
        return switch (app.engine()) {
            case "etcd" -> image.endsWith(":v" + FULL.get(wish.version()));
            case "zookeeper" -> image.endsWith(":" + FULL_OF_ZOOKEEPER.get(wish.version()));
            case "redis" -> image.endsWith(":" + FULL_OF_REDIS.get(wish.version()));
            case "rabbitmq" -> image.endsWith(":" + FULL_OF_RABBITMQ.get(wish.version()) + "-management");
            default -> image.equals("nginx:1.27");
        };
    }

    private boolean etcd() {
        return app.engine().equals("etcd");
    }

    private String newest() {
        return switch (app.engine()) {
            case "etcd" -> "3.6";
            case "zookeeper" -> "3.9";
            case "redis" -> "8.0";
            default -> "4.0";
        };
    }

    private boolean rolls(ObjectNode pod) {
        String name = pod.at("/metadata/name").asText();
        int ordinal = Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
        return wish.rolls() || (wish.update() == Wish.Update.PARTITION && ordinal >= 1);
    }

    private String setting() {
        return wish.setting() == 0 ? "" : String.valueOf(wish.setting());
    }

    private List<ObjectNode> pods() {
        return world.simulator().store().list(world.kind(Kind.POD), Optional.of(Workload.NAMESPACE)).stream()
                .filter(pod -> app.owns(pod.at("/metadata/name").asText()))
                .toList();
    }
}
