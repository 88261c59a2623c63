package dev.quorate.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Manifest;
import java.util.Optional;

/** The memory of an app as the field {@code status.memory} of its mirror. */
public final class MemoryFormat {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new InstantModule())
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();

    private MemoryFormat() {}

    /** How any of our records becomes a tree in the mirror. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** Empty for a mirror that never held a memory, which is not the same as a blank one. */
    public static Optional<AppMemory> read(Manifest mirror) {
        JsonNode tree = mirror.at("/status/memory");
        if (!(tree instanceof ObjectNode written)) {
            return Optional.empty();
        }
        ObjectNode whole = JsonNodeFactory.instance.objectNode().setAll(written);
        whole.put("version", mirror.resourceVersion());
        if (!whole.has("accepted")) {
            // Written before sizes followed requests.
            whole.putArray("accepted");
        }
        try {
            return Optional.of(MAPPER.treeToValue(whole, AppMemory.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "status.memory of " + mirror.ref() + " is not readable: " + e.getOriginalMessage()
                            + ". It is written by Quorate alone; put it back as it was or take the field away.",
                    e);
        }
    }

    public static Manifest write(Manifest mirror, AppMemory memory) {
        ObjectNode tree = MAPPER.valueToTree(memory);
        tree.remove("version");
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        if (mirror.at("/status") instanceof ObjectNode before) {
            status.setAll(before);
        }
        status.set("memory", tree);
        return mirror.withStatus(status);
    }
}
