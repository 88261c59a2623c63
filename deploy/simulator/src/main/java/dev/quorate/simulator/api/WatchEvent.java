package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** One line of a watch; watches that show the same share it, so it is written as text once for all of them. */
public final class WatchEvent {

    private final String type;
    private final ObjectNode object;
    private Optional<byte[]> line = Optional.empty();

    WatchEvent(String type, ObjectNode object) {
        this.type = type;
        this.object = object;
    }

    /** ADDED, MODIFIED, DELETED, BOOKMARK or ERROR. */
    public String type() {
        return type;
    }

    /** Must not be changed. */
    public ObjectNode object() {
        return object;
    }

    /** The line without its end, which must not be changed. To be called under the simulator's lock. */
    public byte[] bytes() {
        if (line.isEmpty()) {
            ObjectNode event = Json.object().put("type", type);
            event.set("object", object);
            line = Optional.of(Json.bytes(event));
        }
        return line.get();
    }
}
