package dev.quorate.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Manifest;
import dev.quorate.state.NodeTrouble;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NodeReaderTest {

    @Test
    void aNodeThatIsReadyIsInNoTroubleWhateverItIsTaintedWith() {
        assertEquals(Optional.empty(), trouble("True", "node.kubernetes.io/out-of-service"));
    }

    @Test
    void oneThatIsNotReadyMayStillRunItsPods() {
        assertEquals(Optional.of(NodeTrouble.UNREACHABLE), trouble("Unknown", "node.kubernetes.io/unreachable"));
        assertEquals(Optional.of(NodeTrouble.UNREACHABLE), trouble("False", "example.com/other"));
    }

    @Test
    void aPersonsTaintSaysThatItIsOff() {
        assertEquals(Optional.of(NodeTrouble.OUT_OF_SERVICE), trouble("Unknown", "node.kubernetes.io/out-of-service"));
    }

    @Test
    void oneWithoutAnyConditionHasNeverAnswered() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        assertEquals(Optional.of(NodeTrouble.UNREACHABLE), NodeReader.trouble(Optional.of(new Manifest(node))));
    }

    @Test
    void oneThatIsNotThereIsGone() {
        assertEquals(Optional.of(NodeTrouble.GONE), NodeReader.trouble(Optional.empty()));
    }

    private static Optional<NodeTrouble> trouble(String ready, String taint) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putObject("spec").putArray("taints").addObject().put("key", taint);
        node.putObject("status")
                .putArray("conditions")
                .addObject()
                .put("type", "Ready")
                .put("status", ready);
        return NodeReader.trouble(Optional.of(new Manifest(node)));
    }
}
