package dev.quorate.engine.rabbitmq;

import dev.quorate.engine.PodOverlay;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.StatefulApp;
import dev.quorate.schema.Storage;
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
        app.component().storage().flatMap(RabbitCheck::storage).ifPresent(problems::add);
        String text = app.version().orElse(defaults.version());
        if (RabbitVersion.parse(text, defaults).isEmpty()) {
            problems.add(new FieldProblem(
                    "/spec/version",
                    "unknown-version",
                    "RabbitMQ " + text + " is not known here; known are " + String.join(", ", RabbitVersion.KNOWN),
                    "write version: \"" + defaults.version() + "\""));
        }
        problems.addAll(PodOverlay.check(
                app.component().pod(),
                Set.of(RabbitPods.CONTAINER, RabbitPods.INIT_CONTAINER),
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
            return Optional.of(illegal(
                    rests + "with 0 nobody holds the messages, and the next member would found a new cluster",
                    "write replicas: 1 or more"));
        }
        if (replicas > 7) {
            return Optional.of(illegal(
                    rests + "with " + replicas + " every queue declared waits for " + (replicas / 2 + 1) + " of them",
                    "use 5 or 7"));
        }
        return Optional.of(illegal(
                rests + "of " + replicas + ", half and half stop serving when they cannot reach each other",
                "use " + (replicas - 1) + " or " + (replicas + 1)));
    }

    private static FieldProblem illegal(String message, String remedy) {
        return new FieldProblem("/spec/replicas", "illegal-size", message, remedy);
    }

    private static Optional<FieldProblem> storage(Storage storage) {
        if (storage.volumeMode().filter("Block"::equals).isPresent()) {
            return Optional.of(new FieldProblem(
                    "/spec/storage/volumeMode",
                    "unusable",
                    "RabbitMQ keeps files, and a Block volume has no file system",
                    "remove volumeMode"));
        }
        if (storage.accessModes().stream().noneMatch(mode -> mode.startsWith("ReadWrite"))) {
            return Optional.of(new FieldProblem(
                    "/spec/storage/accessModes",
                    "unusable",
                    "RabbitMQ writes to its volume, and none of the accessModes lets it",
                    "write accessModes: [ReadWriteOnce]"));
        }
        return Optional.empty();
    }
}
