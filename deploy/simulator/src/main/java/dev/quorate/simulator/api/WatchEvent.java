package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One line of a watch.
 *
 * @param type ADDED, MODIFIED, DELETED, BOOKMARK or ERROR
 * @param object must not be changed
 */
public record WatchEvent(String type, ObjectNode object) {

    public byte[] bytes() {
        ObjectNode line = Json.object().put("type", type);
        line.set("object", object);
        return Json.bytes(line);
    }
}
