package dev.quorate.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("simulation")
class WireTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A tree equals another only if its numbers are of the same Java types. */
    @Test
    void aTreeArrivesAsItsTextWould() throws IOException {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("short", (short) 1).put("int", 2).put("small long", 3L).put("long", 1L << 40);
        tree.put("big", BigInteger.ONE.shiftLeft(90)).put("small big", BigInteger.TEN);
        tree.put("float", 1.5f)
                .put("double", 2.5)
                .put("text", "…")
                .put("true", true)
                .putNull("null");
        tree.putArray("list").add(1L).addObject().put("deep", 4L);
        assertEquals(MAPPER.readTree(MAPPER.writeValueAsBytes(tree)), Wire.pass(tree));
    }

    @Test
    void nothingThatCanBeChangedIsShared() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.putObject("object").putArray("list").addObject();
        ObjectNode arrived = Wire.pass(tree);
        assertNotSame(tree.get("object"), arrived.get("object"));
        assertNotSame(tree.at("/object/list"), arrived.at("/object/list"));
        assertNotSame(tree.at("/object/list/0"), arrived.at("/object/list/0"));
    }

    @Test
    void whatIsNoJsonDoesNotPass() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.putPOJO("object", new Object());
        assertThrows(IllegalStateException.class, () -> Wire.pass(tree));
    }
}
