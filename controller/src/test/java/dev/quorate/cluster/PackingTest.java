package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

final class PackingTest {

    private final Packing packing = new Packing();

    @Test
    void whatIsPackedComesOutAsItWasAndInAnyOrder() {
        ObjectNode small = JsonNodeFactory.instance.objectNode();
        small.put("name", "wächter").put("replicas", 3).putNull("none");
        ObjectNode large = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 5000; i++) {
            large.putObject("field-" + i).put("value", i * 7919L);
        }
        byte[] one = packing.pack(small);
        byte[] other = packing.pack(large);
        byte[] empty = packing.pack(JsonNodeFactory.instance.objectNode());
        assertEquals(large, reparsed(packing.unpack(other)));
        assertEquals(small, packing.unpack(one));
        assertEquals(JsonNodeFactory.instance.objectNode(), packing.unpack(empty));
        assertTrue(other.length < large.toString().length() / 2, "packed to " + other.length + " bytes");
    }

    /** A small number is parsed as an int, whatever it was before. */
    private static ObjectNode reparsed(ObjectNode tree) {
        ObjectNode same = JsonNodeFactory.instance.objectNode();
        tree.properties()
                .forEach(field -> same.putObject(field.getKey())
                        .put("value", field.getValue().path("value").asLong()));
        return same;
    }
}
