package dev.quorate.engine.rabbitmq;

import dev.quorate.engine.MemberCheck;
import dev.quorate.engine.MemberPods;
import dev.quorate.engine.PodOverlay;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.StatefulApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the JSON Schema cannot say of RabbitMQ: sizes, versions, usable volumes. */
final class RabbitCheck {

    private RabbitCheck() {}

    static List<FieldProblem> problems(StatefulApp app, RabbitDefaults defaults) {
        List<FieldProblem> problems = new ArrayList<>();
        app.component().replicas().ifPresent(replicas -> size(replicas).ifPresent(problems::add));
        app.component()
                .storage()
                .flatMap(storage -> MemberCheck.storage("RabbitMQ", storage))
                .ifPresent(problems::add);
        String text = app.version().orElse(defaults.version());
        if (RabbitVersion.parse(text, defaults).isEmpty()) {
            problems.add(MemberCheck.unknownVersion(
                    "RabbitMQ " + text + " is not known here; known are " + String.join(", ", RabbitVersion.KNOWN),
                    defaults.version()));
        }
        problems.addAll(PodOverlay.check(
                app.component().pod(),
                Set.of(RabbitPods.CONTAINER, MemberPods.START_CONTAINER),
                Set.of(
                        RabbitPods.CLAIM,
                        RabbitPods.START,
                        RabbitPods.RUN,
                        RabbitPods.TMP,
                        RabbitPods.COOKIE,
                        RabbitPods.LOGIN)));
        return problems;
    }

    private static Optional<FieldProblem> size(int replicas) {
        if (RabbitEngine.SIZES.allows(replicas)) {
            return Optional.empty();
        }
        String rests = "RabbitMQ rests at 1, 3, 5 or 7 members: ";
        if (replicas == 0) {
            return Optional.of(MemberCheck.illegalSize(
                    rests + "with 0 nobody holds the messages, and the next member would found a new cluster",
                    "write replicas: 1 or more"));
        }
        if (replicas > 7) {
            return Optional.of(MemberCheck.illegalSize(
                    rests + "with " + replicas + " every queue declared waits for " + (replicas / 2 + 1) + " of them",
                    "use 5 or 7"));
        }
        return Optional.of(MemberCheck.illegalSize(
                rests + "of " + replicas + ", half and half stop serving when they cannot reach each other",
                "use " + (replicas - 1) + " or " + (replicas + 1)));
    }
}
