package dev.quorate.simulator.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class VariablesTest {

    @Test
    void referencesAreExpandedOnceAndOnlyWhereTheyAreKnown() {
        Map<String, String> values = Map.of("A", "a$(B)", "B", "b");
        assertEquals("a$(B) b $(C) $(A) $A", Variables.expanded("$(A) $(B) $(C) $$(A) $A", values));
    }
}
