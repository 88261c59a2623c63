package dev.quorate.engine.etcd;

import dev.quorate.engine.FetchContainer;
import dev.quorate.engine.MemberCheck;
import dev.quorate.engine.MemberPods;
import dev.quorate.engine.PodOverlay;
import dev.quorate.engine.SnapshotContainer;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.StatefulApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the JSON Schema cannot say of etcd: sizes, versions, flags by version. */
final class EtcdCheck {

    private EtcdCheck() {}

    static List<FieldProblem> problems(StatefulApp app, EtcdDefaults defaults) {
        List<FieldProblem> problems = new ArrayList<>();
        app.component().replicas().ifPresent(replicas -> size(replicas).ifPresent(problems::add));
        app.component()
                .storage()
                .flatMap(storage -> MemberCheck.storage("etcd", storage))
                .ifPresent(problems::add);
        String text = app.version().orElse(defaults.version());
        Optional<EtcdVersion> version = EtcdVersion.parse(text, defaults);
        if (version.isEmpty()) {
            problems.add(MemberCheck.unknownVersion(
                    "etcd " + text + " is not known here; known are " + EtcdVersion.KNOWN, defaults.version()));
        }
        version.ifPresent(known -> {
            image(app, known, defaults).ifPresent(problems::add);
            problems.addAll(new EtcdFlags(app.config(), known).problems());
        });
        problems.addAll(PodOverlay.check(
                app.component().pod(),
                Set.of(EtcdPods.CONTAINER, MemberPods.START_CONTAINER),
                Set.of(EtcdPods.CLAIM, EtcdPods.START, EtcdPods.RUN)));
        if (app.recovery().restoreFrom().isPresent()) {
            problems.addAll(PodOverlay.check(
                    app.component().pod(),
                    Set.of(FetchContainer.NAME, EtcdPods.RESTORE),
                    Set.of(SnapshotContainer.PLACE, SnapshotContainer.SCRATCH)));
        }
        return problems;
    }

    private static Optional<FieldProblem> size(int replicas) {
        if (EtcdEngine.SIZES.allows(replicas)) {
            return Optional.empty();
        }
        String rests = "etcd rests at 1, 3, 5 or 7 members: ";
        if (replicas == 0) {
            return Optional.of(MemberCheck.illegalSize(
                    rests + "with 0 nobody holds the data, and the next member would found a new cluster",
                    "write replicas: 1 or more"));
        }
        if (replicas > 7) {
            return Optional.of(MemberCheck.illegalSize(
                    rests + "with " + replicas + " every write waits for " + (replicas / 2 + 1) + " of them",
                    "use 5 or 7"));
        }
        return Optional.of(MemberCheck.illegalSize(
                rests + replicas + " members survive no failure that " + (replicas - 1)
                        + (replicas == 2 ? " does" : " do") + " not, and each write waits for one more",
                "use " + (replicas - 1) + " or " + (replicas + 1)));
    }

    private static Optional<FieldProblem> image(StatefulApp app, EtcdVersion version, EtcdDefaults defaults) {
        if (app.options().has("image") || version.image(defaults).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new FieldProblem(
                "/spec/version",
                "no-image",
                "no image of etcd " + version + " is known here",
                "name one under spec.etcd.image, or take version: \"" + defaults.version() + "\""));
    }
}
