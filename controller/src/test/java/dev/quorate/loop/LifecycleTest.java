package dev.quorate.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Layout;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From the first commit of an app to the end of its file, and what else may happen to the file. */
final class LifecycleTest {

    private static final ObjectRef SET = new ObjectRef(Kind.STATEFUL_SET, "shop", "web");
    private static final ObjectRef SERVICE = new ObjectRef(Kind.SERVICE, "shop", "web");
    private static final ObjectRef CLAIM = new ObjectRef(Kind.PERSISTENT_VOLUME_CLAIM, "shop", "data-web-0");

    private final World world = new World();

    @Test
    void aFileThatIsGoneLeavesTheAppAsItIs() throws Exception {
        start("deletion: Orphan");
        world.source.delete("apps/web.yaml").commit("bob", "Remove");
        world.run();
        assertEquals(2, world.replicas());
        assertEquals("Unknown Released", world.condition("Ready"));
        assertEquals(FakeSource.id(2), releasedBy());
    }

    @Test
    void aFileThatIsGoneWhileTheSetIsMadeAnewLeavesTheAppWithItsSet() throws Exception {
        start("deletion: Orphan");
        Manifest set = world.cluster.read(SET).orElseThrow();
        world.renewing(set.with(tree -> {
            tree.withObject("/metadata").remove(List.of("uid", "resourceVersion"));
            tree.withObject("/status").put("updateRevision", "r1");
        }));
        world.source.delete("apps/web.yaml").commit("bob", "Remove");
        world.run();
        world.pass(Duration.ofMinutes(1));
        assertEquals(2, world.replicas());
        assertFalse(world.operating());
        assertEquals("Unknown Released", world.condition("Ready"));
    }

    @Test
    void aFileThatAskedForItTakesItsAppAlongAndLeavesTheVolumes() throws Exception {
        start("deletion: Delete");
        world.cluster.put(claim());
        world.source.delete("apps/web.yaml").commit("bob", "Remove");
        world.run();
        assertTrue(world.cluster.read(SET).isEmpty());
        assertTrue(world.cluster.read(SERVICE).isEmpty());
        assertTrue(world.cluster.read(CLAIM).isPresent());
        assertEquals("Unknown Deleted", world.condition("Ready"));
        String last = last(world.status.subjects());
        assertEquals("shop/web: deletion of 2 replicas done (0 of 0 ready)", last);
        assertTrue(world.cluster.writes().indexOf("scale StatefulSet shop/web 1 to 0")
                < world.cluster.writes().indexOf("delete StatefulSet shop/web"));
    }

    @Test
    void aFileThatAskedForThatTooTakesTheVolumesAlongAndTheMirrorGoesLast() throws Exception {
        start("deletion: Delete", "persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}");
        world.cluster.put(claim());
        world.source.delete("apps/web.yaml").commit("bob", "Remove");
        world.run();
        world.loop.publish();
        world.settle();
        assertTrue(world.cluster.read(CLAIM).isEmpty());
        assertTrue(world.cluster.read(MirrorFormat.ref(World.WEB)).isEmpty());
        assertEquals("delete StatefulApp shop/web", last(world.cluster.writes()));
        assertEquals("shop/web: deletion of 2 replicas done (0 of 0 ready)", last(world.status.subjects()));
        world.pass(Duration.ofMinutes(11));
        assertEquals("delete StatefulApp shop/web", last(world.cluster.writes()));
    }

    @Test
    void aDeletionGoesOnAfterARestartByWhatTheMirrorRemembers() throws Exception {
        start("deletion: Delete");
        world.source
                .write("apps/other.yaml", app("other", ""))
                .delete("apps/web.yaml")
                .commit("bob", "Remove");
        world.loop.poll();
        world.loop.pass(World.WEB);
        world.loop.pass(World.WEB);
        world.restart();
        world.run();
        world.pass(Duration.ofMinutes(1));
        assertTrue(world.cluster.read(SET).isEmpty());
        assertEquals("Unknown Deleted", world.condition("Ready"));
    }

    @Test
    void aFileThatComesBackInTheMiddleOfItsDeletionBringsTheAppBack() throws Exception {
        start("deletion: Delete");
        world.source.delete("apps/web.yaml").commit("bob", "Remove");
        world.loop.poll();
        world.loop.pass(World.WEB);
        world.loop.pass(World.WEB);
        assertEquals(1, world.replicas());
        world.source.write("apps/web.yaml", web("deletion: Delete")).commit("bob", "No");
        world.run();
        assertEquals(2, world.replicas());
        assertEquals("True AsGitSays", world.condition("Ready"));
    }

    @Test
    void whoWasSuspendedWhenTheFileWentIsLetBe() throws Exception {
        start("deletion: Delete", "suspend: true");
        world.source.delete("apps/web.yaml").commit("bob", "Remove");
        world.run();
        assertEquals("Unknown Released", world.condition("Ready"));
    }

    @Test
    void aMoveIsNoDeletion() throws Exception {
        start("deletion: Delete");
        int writes = (int) world.cluster.writes().stream()
                .filter(what -> !what.contains("StatefulApp"))
                .count();
        world.source
                .delete("apps/web.yaml")
                .write("apps/shop/web.yaml", web("deletion: Delete"))
                .commit("bob", "Move");
        world.run();
        assertEquals(2, world.replicas());
        assertEquals("True AsGitSays", world.condition("Ready"));
        assertEquals(
                writes,
                world.cluster.writes().stream()
                        .filter(what -> !what.contains("StatefulApp"))
                        .count());
    }

    @Test
    void manyFilesGoneAtOnceWaitForAPersonAndAreSaidLoudly() throws Exception {
        start("deletion: Delete");
        world.source.write("apps/other.yaml", app("other", "deletion: Delete")).commit("ann", "Other");
        world.run();
        world.source.delete("apps/web.yaml").delete("apps/other.yaml").commit("bob", "Clean up");
        world.run();
        world.pass(Duration.ofMinutes(1));
        world.loop.publish();
        assertEquals(2, world.replicas());
        assertEquals("True DeletionNotConfirmed", world.condition("Stalled"));
        assertTrue(world.status.read(Layout.PROBLEMS).orElse("").contains("Quorate-Confirm-Deletion: 2"));
        world.source.confirm(1);
        world.run();
        assertEquals(2, world.replicas());
        world.source.confirm(2);
        world.run();
        assertTrue(world.cluster.read(SET).isEmpty());
    }

    @Test
    void aStopIsReadyAndReportedAndUndone() throws Exception {
        start("replicas: 2");
        world.source.write("apps/web.yaml", web("stopped: true")).commit("bob", "Stop");
        world.run();
        assertEquals(0, world.replicas());
        assertEquals("True Stopped", world.condition("Ready"));
        assertEquals("False NotStalled", world.condition("Stalled"));
        assertEquals("shop/web: 2 → 0 replicas done (0 of 0 ready)", last(world.status.subjects()));
        world.source.write("apps/web.yaml", web("stopped: false")).commit("bob", "Start");
        world.run();
        assertEquals(2, world.replicas());
        assertEquals("True AsGitSays", world.condition("Ready"));
    }

    @Test
    void aSuspendedAppIsNotTouchedAndItsDriftIsReported() throws Exception {
        start("suspend: true");
        assertEquals(-1, world.replicas());
        world.source.write("apps/web.yaml", web("suspend: false")).commit("ann", "Go");
        world.run();
        world.source.write("apps/web.yaml", web("suspend: true")).commit("ann", "Rest");
        world.run();
        assertEquals("True Suspended", world.condition("Ready"));
        world.cluster.remove(SERVICE);
        world.pass(Duration.ofMinutes(11));
        world.loop.publish();
        assertTrue(world.cluster.read(SERVICE).isEmpty());
        assertEquals("True Suspended", world.condition("Stalled"));
        assertTrue(last(world.status.subjects()).contains("create Service shop/web"), last(world.status.subjects()));
    }

    @Test
    void anAppWaitsForThoseItDependsOnAndSaysSo() throws Exception {
        start("dependsOn: [{name: other}]");
        assertEquals(-1, world.replicas());
        assertEquals("True DependencyNotReady", world.condition("Reconciling"));
        assertTrue(message().contains("no file mentions it"), message());
        world.source.write("apps/other.yaml", app("other", "stopped: true")).commit("ann", "Other");
        world.run();
        world.pass(Duration.ofSeconds(30));
        assertEquals(-1, world.replicas());
        assertTrue(message().contains("it is stopped"), message());
        world.source.write("apps/other.yaml", app("other", "")).commit("ann", "Other runs");
        world.run();
        world.pass(Duration.ofSeconds(3));
        assertEquals(2, world.replicas());
    }

    @Test
    void aCircleOfDependenciesIsRefusedAndNamed() throws Exception {
        world.source
                .write("apps/web.yaml", web("dependsOn: [{name: other}]"))
                .write("apps/other.yaml", app("other", "dependsOn: [{name: web, namespace: shop}]"))
                .commit("ann", "Circle");
        world.run();
        assertEquals(-1, world.replicas());
        String problems = world.status.read(Layout.PROBLEMS).orElse("");
        assertTrue(problems.contains("shop/other → shop/web → shop/other"), problems);
        assertFalse(world.loop.apps().contains(new AppName("shop", "third")));
    }

    private void start(String... fields) throws Exception {
        world.source.write("apps/web.yaml", web(fields)).commit("ann", "Add web");
        world.run();
    }

    private static String web(String... fields) {
        return app("web", fields);
    }

    private static String app(String name, String... fields) {
        StringBuilder text = new StringBuilder(World.web(2).replace("name: web", "name: " + name));
        List.of(fields).stream()
                .filter(field -> !field.isEmpty() && !field.startsWith("replicas"))
                .forEach(field -> text.append("  ").append(field).append('\n'));
        return text.toString();
    }

    static Manifest claim() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
        ObjectNode metadata =
                tree.putObject("metadata").put("name", "data-web-0").put("namespace", "shop");
        ObjectNode labels = new Labels("repo", "east", World.WEB, "main").tree();
        metadata.set("labels", labels.put(Labels.MANAGED_BY, Labels.MANAGER));
        return new Manifest(tree);
    }

    private String releasedBy() {
        return world.mirror().at("/spec/source/releasedBy/commit").asText();
    }

    private String message() {
        for (var condition : world.mirror().at("/status/conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("message").asText();
            }
        }
        return "";
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
