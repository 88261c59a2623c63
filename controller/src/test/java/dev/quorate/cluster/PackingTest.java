package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Kind;
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
        byte[] one = packing.pack(Kind.POD, small);
        byte[] other = packing.pack(Kind.POD, large);
        byte[] empty = packing.pack(Kind.SERVICE, JsonNodeFactory.instance.objectNode());
        assertEquals(large, reparsed(packing.unpack(Kind.POD, other)));
        assertEquals(small, packing.unpack(Kind.POD, one));
        assertEquals(JsonNodeFactory.instance.objectNode(), packing.unpack(Kind.SERVICE, empty));
        assertTrue(other.length < large.toString().length() / 2, "packed to " + other.length + " bytes");
    }

    @Test
    void ofObjectsThatDifferInLittleOnlyTheFirstTakesRoom() {
        ObjectNode first = Trees.ours(Kind.STATEFUL_SET, "locks", 7);
        ObjectNode second = Trees.ours(Kind.STATEFUL_SET, "vault", 8);
        packing.pack(Kind.STATEFUL_SET, first);
        byte[] packed = packing.pack(Kind.STATEFUL_SET, second);
        assertEquals(second, packing.unpack(Kind.STATEFUL_SET, packed));
        assertTrue(packed.length < second.toString().length() / 8, "packed to " + packed.length + " bytes");
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
