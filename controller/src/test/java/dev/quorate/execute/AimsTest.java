package dev.quorate.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.plan.Step;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.RollLimit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every call that takes something of the cluster away names that object, so that it can be made to come too late. */
final class AimsTest {

    private static final ObjectRef CLAIM = ref(Kind.PERSISTENT_VOLUME_CLAIM, "data-locks-2");
    private static final ObjectRef SET = ref(Kind.STATEFUL_SET, "locks");
    private static final ObjectRef POD = ref(Kind.POD, "locks-2");

    private static ObjectRef ref(Kind kind, String name) {
        return new ObjectRef(kind, "shop", name);
    }

    private static Optional<Aim> aim(Step step) {
        return step.accept(new Aims("shop"));
    }

    private static Optional<Aim> at(ObjectRef ref) {
        return Optional.of(new Aim(ref, "u"));
    }

    @Test
    void aDeletedPodIsNamed() {
        assertEquals(at(POD), aim(new Step.DeletePod("etcd", "locks", 2, "u", "7", "restart")));
        assertEquals(at(POD), aim(new Step.ForceDelete("locks", 2, "u", "7", "free")));
    }

    @Test
    void aChangedOrDeletedSetIsNamed() {
        assertEquals(at(SET), aim(new Step.Scale("etcd", "locks", "u", "7", 3, 2, "stop locks-2")));
        assertEquals(
                at(SET),
                aim(new Step.Limit(
                        "etcd", "locks", "u", "7", RollLimit.from(3), RollLimit.from(2), "restart locks-2")));
        assertEquals(at(SET), aim(new Step.Orphan(SET, "u", "7", "delete it without its pods")));
    }

    @Test
    void aClaimThatGoesOrGrowsIsNamed() {
        assertEquals(at(CLAIM), aim(new Step.Delete(CLAIM, "u", "7", "delete it")));
        assertEquals(at(CLAIM), aim(new Step.Grow(CLAIM, "u", "7", "1Gi", "2Gi", "let it grow")));
    }

    @Test
    void whatTheRecordFencesIsAimedAtNothing() {
        assertEquals(Optional.empty(), aim(new Step.Remember(AppMemory.BLANK, "forget the members", true)));
    }

    @Test
    void anAimIsReadAsItWasWrittenAndOnlyItsOwnTermTakesItAway() {
        Manifest mirror = mirror("one/1");
        assertEquals(at(CLAIM), Aim.of(mirror));
        assertEquals(at(CLAIM), Aim.of(Aim.without(mirror, "two/2")));
        assertEquals(Optional.empty(), Aim.of(Aim.without(mirror, "one/1")));
    }

    private static Manifest mirror(String term) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", Kind.STATEFUL_APP.apiVersion()).put("kind", Kind.STATEFUL_APP.title());
        tree.putObject("metadata").put("namespace", "shop").put("name", "locks");
        ObjectNode fence = tree.putObject("status").putObject("fence").put("term", term);
        new Aim(CLAIM, "u").writeTo(fence);
        return new Manifest(tree);
    }
}
