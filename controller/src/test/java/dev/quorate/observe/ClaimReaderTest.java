package dev.quorate.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Manifest;
import dev.quorate.state.Space;
import dev.quorate.state.Space.Growth;
import dev.quorate.state.Space.Stage;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimReaderTest {

    private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

    private final Manifest bound = Recorded.object("claim-bound");

    @Test
    void aClaimAtRestHasWhatItAsksFor() {
        Space space = ClaimReader.space(bound);
        assertEquals(Optional.of(space.requested()), space.capacity());
        assertEquals(Optional.of(bound.at("/spec/storageClassName").asText()), space.storageClass());
        assertEquals(Optional.empty(), space.growth());
        assertEquals(Space.Expansion.NOT_ASKED, space.expansion());
    }

    @Test
    void itsConditionsTellHowItsGrowthFares() {
        assertEquals(
                growth(Stage.VOLUME, ""),
                ClaimReader.space(with("Resizing", "")).growth());
        assertEquals(
                growth(Stage.FILE_SYSTEM, "Waiting for a start."),
                ClaimReader.space(with("FileSystemResizePending", "Waiting for a start."))
                        .growth());
        assertEquals(
                growth(Stage.FAILED, "the pool is full"),
                ClaimReader.space(with("ControllerResizeError", "the pool is full"))
                        .growth());
        assertEquals(
                growth(Stage.FAILED, "resize2fs failed"),
                ClaimReader.space(with("NodeResizeError", "resize2fs failed")).growth());
    }

    @Test
    void aConditionThatHoldsNoMoreTellsNothing() {
        Manifest over = with("Resizing", "")
                .with(tree -> ((ObjectNode) tree.at("/status/conditions/0")).put("status", "False"));
        assertEquals(Optional.empty(), ClaimReader.space(over).growth());
    }

    @Test
    void aDriverThatGaveUpIsHeardWithoutACondition() {
        Manifest gaveUp = bound.with(tree ->
                tree.withObject("/status/allocatedResourceStatuses").put("storage", "ControllerResizeInfeasible"));
        assertEquals(
                Optional.of(new Growth(Stage.FAILED, Instant.EPOCH, "ControllerResizeInfeasible")),
                ClaimReader.space(gaveUp).growth());
    }

    private Manifest with(String condition, String message) {
        return bound.with(tree -> tree.withObject("/status")
                .putArray("conditions")
                .addObject()
                .put("type", condition)
                .put("status", "True")
                .put("message", message)
                .put("lastTransitionTime", SINCE.toString()));
    }

    private static Optional<Growth> growth(Stage stage, String words) {
        return Optional.of(new Growth(stage, SINCE, words));
    }
}
