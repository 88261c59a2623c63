package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Kind;
import org.junit.jupiter.api.Test;

class ClusterIdentityTest {

    private static final String HERE = "uid-of-kube-system";

    private final ScriptedTransport transport = new ScriptedTransport();
    private final ClusterIdentity identity = new ClusterIdentity(transport);

    @Test
    void aClusterWithoutANameGetsOne() throws ClusterException {
        live("", "");
        transport.reply(200, "{}");

        assertEquals(HERE, identity.claim("lab"));

        JsonNode patch = transport.last().body().orElseThrow();
        assertEquals(
                "lab", patch.at("/metadata/annotations/quorate.dev~1cluster").asText());
        assertEquals(
                HERE, patch.at("/metadata/annotations/quorate.dev~1cluster-uid").asText());
        assertEquals("3", patch.at("/metadata/resourceVersion").asText());
    }

    @Test
    void aDefinitionThatChangesMeanwhileIsLookedAtAgain() throws ClusterException {
        live("", "");
        transport.reply(409, Trees.status(409, "Conflict"));
        transport.reply(200, definition("lab", HERE));

        assertEquals(HERE, identity.claim("lab"));
        assertTrue(transport.spent());
    }

    @Test
    void aClusterKeepsItsName() throws ClusterException {
        live("lab", HERE);

        assertEquals(HERE, identity.claim("lab"));
        assertTrue(transport.spent());
    }

    @Test
    void anotherNameIsRefused() {
        live("production", HERE);

        String why = refusal("lab");
        assertTrue(why.contains("this cluster is production, not lab"), why);
    }

    @Test
    void aNameThatWasCopiedFromAnotherClusterIsRefused() {
        live("lab", "uid-of-another-cluster");

        String why = refusal("lab");
        assertTrue(why.contains("copied from another cluster"), why);
        assertTrue(why.contains("kubectl annotate crd statefulapps.quorate.dev"), why);
    }

    private void live(String name, String uid) {
        transport.reply(200, Trees.bare(Kind.NAMESPACE, "kube-system", 1));
        transport.reply(200, definition(name, uid));
    }

    private static ObjectNode definition(String name, String uid) {
        ObjectNode definition = Trees.bare(Kind.CUSTOM_RESOURCE_DEFINITION, "statefulapps.quorate.dev", 3);
        if (!name.isEmpty()) {
            definition
                    .withObject("/metadata/annotations")
                    .put(ClusterIdentity.NAME, name)
                    .put(ClusterIdentity.UID, uid);
        }
        return definition;
    }

    private String refusal(String name) {
        return String.valueOf(
                assertThrows(ClusterException.class, () -> identity.claim(name)).getMessage());
    }
}
