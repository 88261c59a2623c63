package dev.quorate.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.behaviour.Volume;
import dev.quorate.simulator.store.Key;
import dev.quorate.state.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A plain app from commit to commit, with nothing going wrong. */
@Tag("simulation")
class PlainAppTest {

    private static final String LAST = App.WEB.name() + "-2";

    private final World world = World.calm(List.of(App.WEB));
    private final Workload workload = new Workload(world, List.of(App.WEB));

    @Test
    void threeToTwoToThreeReattachesTheSameVolumeWithItsDataAtAnotherAddress() {
        Setup.install(world);
        workload.firstCommit();
        scaleTo(3);
        volume().write("page", "hello");
        String volumeName = claim().at("/spec/volumeName").asText();
        ObjectNode before = pod().orElseThrow();

        scaleTo(2);
        assertTrue(pod().isEmpty());
        assertEquals(volumeName, claim().at("/spec/volumeName").asText());

        scaleTo(3);
        ObjectNode after = pod().orElseThrow();
        assertEquals(volumeName, claim().at("/spec/volumeName").asText());
        assertEquals(Optional.of("hello"), volume().read("page", String.class));
        assertEquals(before.at("/spec/hostname"), after.at("/spec/hostname"));
        assertEquals(before.at("/spec/subdomain"), after.at("/spec/subdomain"));
        assertNotEquals(before.at("/status/podIP"), after.at("/status/podIP"));
    }

    private void scaleTo(int pods) {
        workload.scale(App.WEB, pods);
        Instant end = world.time().now().plus(Duration.ofMinutes(5));
        while (world.time().now().isBefore(end) && ready() != pods) {
            world.step(end);
        }
        assertEquals(pods, ready(), () -> world.timeline().text());
    }

    /** Ready pods, once the set wants no other number of them. */
    private long ready() {
        ObjectNode set = object(Kind.STATEFUL_SET, App.WEB.name()).orElseGet(JsonNodeFactory.instance::objectNode);
        boolean settled =
                set.at("/spec/replicas").asInt() == set.at("/status/replicas").asInt();
        return settled ? set.at("/status/readyReplicas").asInt() : -1;
    }

    private Optional<ObjectNode> pod() {
        return object(Kind.POD, LAST);
    }

    private ObjectNode claim() {
        return object(Kind.PERSISTENT_VOLUME_CLAIM, "data-" + LAST).orElseThrow();
    }

    private Volume volume() {
        return world.simulator()
                .behaviours()
                .volume(Workload.NAMESPACE, "data-" + LAST)
                .orElseThrow();
    }

    private Optional<ObjectNode> object(Kind kind, String name) {
        return world.simulator().store().get(new Key(world.kind(kind), Workload.NAMESPACE, name));
    }
}
