package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.Engine.Site;
import dev.quorate.schema.AppName;
import dev.quorate.state.Generated;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Values of Secrets are made up on their way to the API server, and none ever comes back with an object. */
class GeneratedSecretTest {

    private static final Site SITE = new Site("lab", "apps");
    private static final AppName APP = new AppName("shop", "orders");

    private final SimulatedFace simulated = new SimulatedFace(Duration.ofSeconds(20));
    private final ApiServer server = new ApiServer(simulated.client());
    private final KubernetesCluster cluster = new KubernetesCluster(
            simulated.client(),
            new ObjectCache(SITE, Set.of(Kind.SECRET), changed -> {}),
            InstantSource.system(),
            Runnable::run);

    GeneratedSecretTest() throws IOException, ClusterException {
        simulated.create(Trees.bare(Kind.NAMESPACE, "shop", 0));
    }

    @AfterEach
    void stop() throws IOException {
        simulated.close();
    }

    @Test
    void eachKeyGetsAValueOfItsOwnAndWhatIsFixedStays() throws ClusterException {
        Manifest made = cluster.create(secret("orders-default-user", "password,token"));

        assertFalse(made.tree().has("data"));
        assertFalse(cluster.read(made.ref()).orElseThrow().tree().has("data"));
        assertFalse(cluster.readOf(APP, Kind.SECRET).get(0).tree().has("data"));
        assertEquals("quorate", value("orders-default-user", "username"));
        String password = value("orders-default-user", "password");
        assertTrue(password.length() >= 20, () -> "so short: " + password.length());
        assertTrue(password.matches("[A-Za-z0-9_-]+"), "it can stand in a file of settings and in a URL");
        assertNotEquals(password, value("orders-default-user", "token"));
    }

    @Test
    void twoSecretsNeverHaveTheSameValue() throws ClusterException {
        cluster.create(secret("orders-erlang-cookie", "cookie"));
        cluster.create(secret("mail-erlang-cookie", "cookie"));

        assertNotEquals(value("orders-erlang-cookie", "cookie"), value("mail-erlang-cookie", "cookie"));
    }

    /** A reply that was lost, or a second controller: the values that members may have read already stay. */
    @Test
    void whatIsThereKeepsItsValues() throws ClusterException {
        cluster.create(secret("orders-erlang-cookie", "cookie"));
        String cookie = value("orders-erlang-cookie", "cookie");

        ClusterException again =
                assertThrows(ClusterException.class, () -> cluster.create(secret("orders-erlang-cookie", "cookie")));

        assertEquals(ClusterException.Reason.ALREADY_EXISTS, again.reason());
        assertFalse(String.valueOf(again.getMessage()).contains(cookie));
        assertEquals(cookie, value("orders-erlang-cookie", "cookie"));
    }

    private static Manifest secret(String name, String madeUp) {
        ObjectNode tree = Trees.bare(Kind.SECRET, name, 0);
        ObjectNode metadata = tree.withObject("/metadata");
        metadata.remove("uid");
        metadata.remove("resourceVersion");
        metadata.putObject("annotations").put(Generated.ANNOTATION, madeUp);
        ObjectNode labels = new Labels(SITE.repository(), SITE.cluster(), APP, "rabbitmq").tree();
        metadata.set("labels", labels.put(Labels.MANAGED_BY, Labels.MANAGER));
        tree.putObject("data").put("username", Generated.encoded("quorate"));
        return new Manifest(tree);
    }

    private String value(String name, String key) throws ClusterException {
        String encoded = server.read(new ObjectRef(Kind.SECRET, "shop", name))
                .orElseThrow()
                .at("/data")
                .path(key)
                .asText();
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }
}
