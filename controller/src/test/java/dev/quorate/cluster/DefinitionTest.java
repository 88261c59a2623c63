package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefinitionTest {
    private static final String CURRENT =
            MirrorDefinition.manifest().annotation("quorate.dev/definition").orElseThrow();

    private static final Duration ENOUGH = Duration.ofSeconds(1);

    private final ScriptedTransport transport = new ScriptedTransport();
    private final List<Duration> rests = new ArrayList<>();
    private final Definition definition = new Definition(MirrorDefinition.manifest(), transport, rests::add);

    @Test
    void isMadeWhereItIsMissingAndAwaited() throws ClusterException, InterruptedException {
        transport.reply(404, Trees.status(404, "NotFound"));
        transport.reply(201, MirrorDefinition.manifest().tree());
        transport.reply(404, "{'message':'404 page not found'}");
        transport.retryAfter(429, Duration.ofSeconds(1));
        transport.reply(200, "{'items':[]}");

        definition.install(ENOUGH);

        assertEquals("POST", transport.requests.get(1).method());
        assertEquals(2, rests.size());
    }

    @Test
    void anOlderFormIsReplacedAndANewerOneLeftAlone() throws ClusterException, InterruptedException {
        transport.reply(200, live("0"));
        transport.reply(200, live(CURRENT));
        transport.reply(200, "{'items':[]}");
        definition.install(ENOUGH);
        JsonNode replaced = transport.requests.get(1).body().orElseThrow();
        assertEquals(
                CURRENT,
                replaced.at("/metadata/annotations/quorate.dev~1definition").asText());
        assertEquals("kept", replaced.at("/metadata/annotations/theirs").asText());
        assertEquals("42", replaced.at("/metadata/resourceVersion").asText());

        transport.reply(200, live("7")).reply(200, "{'items':[]}");
        definition.install(ENOUGH);
        assertTrue(transport.spent());
    }

    @Test
    void givesUpWithTheServersWords() {
        transport.reply(200, live(CURRENT));
        for (int i = 0; i < 10; i++) {
            transport.reply(403, "{'message':'statefulapps is forbidden','code':403}");
        }

        ClusterException no = assertThrows(ClusterException.class, () -> definition.install(ENOUGH));

        assertTrue(String.valueOf(no.getMessage()).contains("statefulapps is forbidden"), no.getMessage());
    }

    @Test
    void whoMayNotDefineIsToldWhatToRun() {
        transport.reply(404, Trees.status(404, "NotFound"));
        transport.reply(403, Trees.status(403, "Forbidden"));
        ClusterException install = assertThrows(ClusterException.class, () -> definition.install(ENOUGH));
        assertTrue(String.valueOf(install.getMessage()).contains("kubectl apply -f"), install.getMessage());

        transport.reply(200, live("0"));
        ClusterException require = assertThrows(ClusterException.class, () -> definition.require(ENOUGH));
        assertTrue(String.valueOf(require.getMessage()).contains("an older definition"), require.getMessage());
    }

    private static ObjectNode live(String form) {
        ObjectNode tree = MirrorDefinition.manifest().tree();
        tree.withObject("/metadata").put("resourceVersion", "42");
        tree.withObject("/metadata/annotations")
                .put("quorate.dev/definition", form)
                .put("theirs", "kept");
        return tree;
    }
}
