package dev.quorate.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Accepted;
import dev.quorate.state.Admission;
import dev.quorate.state.AppMemory;
import dev.quorate.state.AppMemory.Initialised;
import dev.quorate.state.Manifest;
import dev.quorate.state.OperationRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MemoryFormatTest {

    private static final OperationRecord RECORD = new OperationRecord(
            7,
            OperationRecord.Type.SCALE_OUT,
            "etcd",
            "locks",
            3,
            OperationRecord.Phase.STARTING,
            Optional.of("18446744073709551615"),
            Optional.empty(),
            Optional.of(mirror()),
            "abc",
            Instant.parse("2026-01-02T03:04:05.123456Z"),
            2);

    @Test
    void whatIsWrittenComesBack() {
        AppMemory memory = new AppMemory(
                "41",
                7,
                Optional.of(RECORD),
                List.of(new Admission("etcd", "locks", 0, "1", Admission.State.STARTED, List.of("a", "b"))),
                List.of(new Initialised("etcd", "c1")),
                List.of(new Accepted(
                        "etcd",
                        5,
                        3,
                        Optional.empty(),
                        OptionalInt.of(3),
                        Optional.of(new Accepted.Wish(
                                Accepted.Direction.ABOVE_MAXIMUM, Instant.parse("2026-01-02T03:04:05Z"))),
                        1,
                        "abc")));
        assertEquals(Optional.of(memory), MemoryFormat.read(MemoryFormat.write(mirror(), memory)));
    }

    @Test
    void aBlankMemoryComesBackTooAndIsNotTheSameAsNone() {
        assertEquals(Optional.empty(), MemoryFormat.read(mirror()));
        assertEquals(
                Optional.of(AppMemory.BLANK.at("41")),
                MemoryFormat.read(MemoryFormat.write(mirror(), AppMemory.BLANK.at("41"))));
    }

    @Test
    void aMemoryOfBeforeSizesWereAcceptedIsRead() {
        Manifest old = MemoryFormat.write(mirror(), AppMemory.BLANK.at("41"))
                .with(tree -> ((ObjectNode) tree.at("/status/memory")).remove("accepted"));
        assertEquals(Optional.of(AppMemory.BLANK.at("41")), MemoryFormat.read(old));
    }

    @Test
    void theVersionIsTheMirrorsOwnAndNotWritten() {
        Manifest written = MemoryFormat.write(mirror(), AppMemory.BLANK.at("1"));
        assertTrue(written.at("/status/memory/version").isMissingNode());
        assertEquals("41", MemoryFormat.read(written).orElseThrow().version());
    }

    @Test
    void aMemoryThatCannotBeReadIsAnErrorAndNeverBlank() {
        Manifest broken = mirror().with(tree ->
                tree.withObjectProperty("status").putObject("memory").put("operations", "many"));
        IllegalStateException error = assertThrows(IllegalStateException.class, () -> MemoryFormat.read(broken));
        assertTrue(error.toString().contains("StatefulApp shop/locks"), error.toString());
    }

    private static Manifest mirror() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", "quorate.dev/v1alpha1").put("kind", "StatefulApp");
        tree.putObject("metadata").put("namespace", "shop").put("name", "locks").put("resourceVersion", "41");
        return new Manifest(tree);
    }
}
