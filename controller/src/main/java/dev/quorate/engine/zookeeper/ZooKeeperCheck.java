package dev.quorate.engine.zookeeper;

import dev.quorate.engine.MemberCheck;
import dev.quorate.engine.MemberPods;
import dev.quorate.engine.PodOverlay;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.StatefulApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the JSON Schema cannot say of ZooKeeper: sizes, versions, settings that must fit each other. */
final class ZooKeeperCheck {

    private ZooKeeperCheck() {}

    static List<FieldProblem> problems(StatefulApp app, ZooKeeperDefaults defaults) {
        List<FieldProblem> problems = new ArrayList<>();
        app.component().replicas().ifPresent(replicas -> size(replicas).ifPresent(problems::add));
        app.component()
                .storage()
                .flatMap(storage -> MemberCheck.storage("ZooKeeper", storage))
                .ifPresent(problems::add);
        String text = app.version().orElse(defaults.version());
        if (ZooKeeperVersion.parse(text, defaults).isEmpty()) {
            problems.add(MemberCheck.unknownVersion(
                    "ZooKeeper " + text + " is not known here; known are " + ZooKeeperVersion.KNOWN,
                    defaults.version()));
        }
        problems.addAll(new ZooKeeperSettings(app).problems());
        problems.addAll(PodOverlay.check(
                app.component().pod(),
                Set.of(ZooKeeperPods.CONTAINER, MemberPods.START_CONTAINER),
                Set.of(ZooKeeperPods.CLAIM, ZooKeeperPods.START, ZooKeeperPods.TEMPORARY)));
        return problems;
    }

    private static Optional<FieldProblem> size(int replicas) {
        if (ZooKeeperEngine.SIZES.allows(replicas)) {
            return Optional.empty();
        }
        String rests = "ZooKeeper rests at 1, 3, 5 or 7 voters: ";
        if (replicas == 0) {
            return Optional.of(MemberCheck.illegalSize(
                    rests + "with 0 nobody holds the data, and the next member would found a new ensemble",
                    "write replicas: 1 or more"));
        }
        if (replicas > 7) {
            return Optional.of(MemberCheck.illegalSize(
                    rests + "with " + replicas + " every write waits for " + (replicas / 2 + 1) + " of them",
                    "use 5 or 7"));
        }
        return Optional.of(MemberCheck.illegalSize(
                rests + replicas + " survive no failure that " + (replicas - 1) + (replicas == 2 ? " does" : " do")
                        + " not, and each write waits for one more",
                "use " + (replicas - 1) + " or " + (replicas + 1)));
    }
}
