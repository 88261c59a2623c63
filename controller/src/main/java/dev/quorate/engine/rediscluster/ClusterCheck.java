package dev.quorate.engine.rediscluster;

import dev.quorate.engine.MemberCheck;
import dev.quorate.engine.MemberPods;
import dev.quorate.engine.PodOverlay;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.StatefulApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the JSON Schema cannot say of Redis Cluster: sizes, versions, usable volumes. */
final class ClusterCheck {

    private ClusterCheck() {}

    static List<FieldProblem> problems(StatefulApp app, ClusterDefaults defaults) {
        List<FieldProblem> problems = new ArrayList<>();
        app.component().replicas().ifPresent(replicas -> size(replicas).ifPresent(problems::add));
        app.component()
                .storage()
                .flatMap(storage -> MemberCheck.storage("Redis", storage))
                .ifPresent(problems::add);
        String text = app.version().orElse(defaults.version());
        if (ClusterVersion.parse(text, defaults).isEmpty()) {
            problems.add(MemberCheck.unknownVersion(
                    "Redis " + text + " is not known here; known are " + String.join(", ", ClusterVersion.KNOWN),
                    defaults.version()));
        }
        problems.addAll(PodOverlay.check(
                app.component().pod(),
                Set.of(ClusterPods.CONTAINER, MemberPods.START_CONTAINER),
                Set.of(ClusterPods.CLAIM, ClusterPods.START, ClusterPods.RUN, ClusterPods.AUTH)));
        return problems;
    }

    private static Optional<FieldProblem> size(int replicas) {
        if (Shards.SIZES.allows(replicas)) {
            return Optional.empty();
        }
        String rests = "Redis Cluster rests at 6, 8, 10 or more nodes, two for each shard: ";
        if (replicas < Shards.LEAST * Shards.PODS) {
            return Optional.of(MemberCheck.illegalSize(
                    rests + "with " + replicas
                            + " there are not three masters, of whom a majority replaces one that fails",
                    "write replicas: 6"));
        }
        return Optional.of(MemberCheck.illegalSize(
                rests + "of " + replicas + ", one would be a master without a replica",
                "use " + (replicas - 1) + " or " + (replicas + 1)));
    }
}
