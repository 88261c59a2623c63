package dev.quorate.observe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.state.Manifest;
import dev.quorate.state.Space;
import dev.quorate.state.Space.Growth;
import dev.quorate.state.Space.Stage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** How a claim's growth fares, by the conditions that its driver and the kubelet keep. */
final class ClaimReader {

    private static final Map<String, Stage> CONDITIONS = Map.of(
            "ControllerResizeError", Stage.FAILED,
            "NodeResizeError", Stage.FAILED,
            "FileSystemResizePending", Stage.FILE_SYSTEM,
            "Resizing", Stage.VOLUME);

    private ClaimReader() {}

    static Space space(Manifest claim) {
        return new Space(
                claim.at("/spec/resources/requests/storage").asText(),
                text(claim.at("/status/capacity/storage")),
                text(claim.at("/spec/storageClassName")),
                Space.Expansion.NOT_ASKED,
                condition(claim, Stage.FAILED)
                        .or(() -> infeasible(claim))
                        .or(() -> condition(claim, Stage.FILE_SYSTEM))
                        .or(() -> condition(claim, Stage.VOLUME)));
    }

    private static Optional<Growth> condition(Manifest claim, Stage stage) {
        for (JsonNode condition : claim.at("/status/conditions")) {
            boolean holds = condition.path("status").asText().equals("True");
            if (holds && CONDITIONS.get(condition.path("type").asText()) == stage) {
                return Optional.of(new Growth(
                        stage, since(condition), condition.path("message").asText()));
            }
        }
        return Optional.empty();
    }

    /** A driver that gave up says so here too, and not always why. */
    private static Optional<Growth> infeasible(Manifest claim) {
        return text(claim.at("/status/allocatedResourceStatuses/storage"))
                .filter(status -> status.endsWith("Infeasible"))
                .map(status -> new Growth(Stage.FAILED, Instant.EPOCH, status));
    }

    private static Instant since(JsonNode condition) {
        return text(condition.path("lastTransitionTime")).map(Instant::parse).orElse(Instant.EPOCH);
    }

    private static Optional<String> text(JsonNode node) {
        return node.asText().isEmpty() ? Optional.empty() : Optional.of(node.asText());
    }
}
