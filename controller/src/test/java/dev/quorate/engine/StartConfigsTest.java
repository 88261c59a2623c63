package dev.quorate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Admission;
import dev.quorate.state.Admission.State;
import dev.quorate.state.AppMemory;
import dev.quorate.state.AppMemory.Initialised;
import dev.quorate.state.Manifest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartConfigsTest {

    private static final AppMemory MEMORY = AppMemory.BLANK
            .admit(new Admission("pd", "shop-pd", 0, "3-20261120T100000Z", State.STARTED, List.of("shop-pd-0")))
            .admit(new Admission("tikv", "shop-tikv", 0, "12-20261120T110000Z", State.NEW, List.of("shop-tikv-0")))
            .initialised(new Initialised("pd", "6"));

    @Test
    void whatEachComponentsConfigMapRemembersIsTheMemoryTogether() {
        Manifest pd = StartConfigs.annotate(configMap(), "pd", MEMORY);
        Manifest tikv = StartConfigs.annotate(configMap(), "tikv", MEMORY);
        AppMemory read = StartConfigs.read(List.of(pd, tikv)).orElseThrow();
        assertEquals(MEMORY.admissions(), read.admissions());
        assertEquals(MEMORY.initialised(), read.initialised());
        assertEquals(12, read.operations(), "the count goes on behind the newest incarnation");
        assertEquals(Optional.empty(), tikv.annotation(StartConfigs.INITIALISED));
    }

    @Test
    void configMapsThatNobodyAnnotatedRememberNothing() {
        assertEquals(Optional.empty(), StartConfigs.read(List.of(configMap())));
        assertEquals(Optional.empty(), StartConfigs.read(List.of()));
    }

    @Test
    void anAnnotationThatCannotBeReadIsNotTakenForNone() {
        Manifest broken = configMap()
                .with(tree -> tree.withObjectProperty("metadata")
                        .withObjectProperty("annotations")
                        .put(StartConfigs.ADMISSIONS, "[{"));
        Exception failure = assertThrows(IllegalStateException.class, () -> StartConfigs.read(List.of(broken)));
        assertTrue(String.valueOf(failure.getMessage()).contains("ConfigMap shop/locks-start"), failure::toString);
    }

    private static Manifest configMap() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", "v1").put("kind", "ConfigMap");
        tree.putObject("metadata").put("namespace", "shop").put("name", "locks-start");
        return new Manifest(tree);
    }
}
