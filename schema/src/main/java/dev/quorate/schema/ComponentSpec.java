package dev.quorate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One role of an app. {@code resources}, {@code pod} and {@code config} are trees as written, and empty objects when the
 * file has none. Trees are shared, so they are to be read and never changed.
 *
 * @param replicas how many units the engine's users count; absent only where {@code autoscale} says it instead, and beside it
 *     no more than the size at creation
 * @param pod overlay on the pod template, of the form {@code {metadata: ..., spec: ...}}
 */
public record ComponentSpec(
        OptionalInt replicas,
        Optional<Autoscale> autoscale,
        Optional<Storage> storage,
        JsonNode resources,
        UpdateStrategy updateStrategy,
        JsonNode pod,
        JsonNode config) {

    /** The size as the file gives it: beside {@code autoscale} the one at creation. */
    public int units() {
        return replicas.orElseGet(() -> autoscale.map(Autoscale::minReplicas).orElse(0));
    }

    /** The same component with another size. */
    public ComponentSpec sized(int units) {
        return new ComponentSpec(OptionalInt.of(units), autoscale, storage, resources, updateStrategy, pod, config);
    }
}
