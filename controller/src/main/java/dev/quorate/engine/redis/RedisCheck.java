package dev.quorate.engine.redis;

import dev.quorate.engine.MemberCheck;
import dev.quorate.engine.MemberPods;
import dev.quorate.engine.PodOverlay;
import dev.quorate.schema.ComponentSpec;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.StatefulApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the JSON Schema cannot say of Redis: sizes, versions, settings that must fit each other. */
final class RedisCheck {

    private RedisCheck() {}

    static List<FieldProblem> problems(StatefulApp app, RedisDefaults defaults) {
        ComponentSpec redis = app.component(RedisEngine.REDIS);
        List<FieldProblem> problems = new ArrayList<>(component(redis, RedisPods.REDIS));
        redis.replicas().stream()
                .filter(replicas -> !RedisEngine.SIZES.allows(replicas))
                .forEach(replicas -> problems.add(MemberCheck.illegalSize(
                        "of Redis there are " + RedisEngine.SIZES.text() + ", and not " + replicas
                                + ": a master and a replica, at least, or the first failure loses the data",
                        "write replicas: 3")));
        sentinels(app.component(RedisEngine.SENTINELS)).stream()
                .map(problem -> problem.at(problem.pointer().replaceFirst("^/spec/", "/spec/components/sentinels/")))
                .forEach(problems::add);
        String text = app.version().orElse(defaults.version());
        if (RedisVersion.parse(text, defaults).isEmpty()) {
            problems.add(MemberCheck.unknownVersion(
                    "Redis " + text + " is not known here; known are " + String.join(", ", RedisVersion.KNOWN),
                    defaults.version()));
        }
        problems.addAll(RedisSettings.problems(app));
        return problems;
    }

    private static List<FieldProblem> sentinels(ComponentSpec sentinels) {
        List<FieldProblem> problems = new ArrayList<>(component(sentinels, RedisPods.SENTINEL));
        sentinels.replicas().stream()
                .filter(replicas -> !RedisEngine.SENTINEL_SIZES.allows(replicas))
                .forEach(replicas -> problems.add(MemberCheck.illegalSize(
                        "there are " + RedisEngine.SENTINEL_SIZES.text() + " sentinels, and not " + replicas + ": "
                                + RedisEngine.SENTINEL_SIZES.why(),
                        "use 3")));
        return problems;
    }

    private static List<FieldProblem> component(ComponentSpec component, String container) {
        List<FieldProblem> problems = new ArrayList<>();
        component
                .storage()
                .flatMap(storage -> MemberCheck.storage("Redis", storage))
                .ifPresent(problems::add);
        problems.addAll(PodOverlay.check(
                component.pod(),
                Set.of(container, MemberPods.START_CONTAINER),
                Set.of(RedisPods.CLAIM, RedisPods.START, RedisPods.RUN, RedisPods.AUTH)));
        return problems;
    }
}
