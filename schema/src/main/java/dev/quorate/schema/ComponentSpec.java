package dev.quorate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One role of an app. {@code resources}, {@code pod} and {@code config} are trees as written, and empty objects when the
 * file has none. Trees are shared, so they are to be read and never changed.
 *
 * @param replicas how many units the engine's users count; absent only where {@code autoscale} says it instead
 * @param pod overlay on the pod template, of the form {@code {metadata: ..., spec: ...}}
 */
public record ComponentSpec(
        OptionalInt replicas,
        Optional<Storage> storage,
        JsonNode resources,
        UpdateStrategy updateStrategy,
        JsonNode pod,
        JsonNode config) {}
