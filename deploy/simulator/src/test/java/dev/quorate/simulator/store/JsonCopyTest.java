package dev.quorate.simulator.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class JsonCopyTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void numbersAreThoseOfAReader() throws JsonProcessingException {
        ArrayNode numbers = JsonNodeFactory.instance.arrayNode();
        numbers.add((short) 1).add(1).add(1L).add(3_000_000_000L).add(-2_147_483_648L);
        numbers.add(new BigInteger("1")).add(new BigInteger("123456789012345678901234567890"));
        numbers.add(1.5).add(0.1f).add(1.0).add(new BigDecimal("2.50")).add(new BigDecimal("1E+3"));
        JsonNode read = MAPPER.readTree(numbers.toString());
        JsonNode copy = JsonCopy.of((JsonNode) numbers);
        for (int i = 0; i < numbers.size(); i++) {
            assertEquals(
                    read.get(i),
                    copy.get(i),
                    numbers.get(i) + " as " + numbers.get(i).numberType());
            assertEquals(read.get(i).numberType(), copy.get(i).numberType());
        }
    }

    @Test
    void allElseIsTheSame() throws JsonProcessingException {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("text", "ä").put("yes", true).putNull("nothing").put("bytes", new byte[] {1, 2, 3});
        tree.putObject("object").putArray("list").add("a").addObject().put("deep", 1L);
        assertEquals(MAPPER.readTree(tree.toString()), JsonCopy.of(tree));
    }

    @Test
    void nothingThatCanChangeIsShared() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        ArrayNode list = tree.putObject("object").putArray("list");
        ObjectNode item = list.addObject();
        ObjectNode copy = JsonCopy.of(tree);
        assertNotSame(tree.get("object"), copy.get("object"));
        assertNotSame(list, copy.at("/object/list"));
        assertNotSame(item, copy.at("/object/list/0"));
    }
}
