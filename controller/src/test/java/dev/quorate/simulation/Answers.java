package dev.quorate.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.state.OperationRecord;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What only a person may allow for one app: an answer in its spec counts for its guard and its member alone. */
final class Answers {

    private static final String RULE = "an answer counts for its guard and its member alone";

    private record Answer(String guard, String member) {}

    private final World world;
    private final App app;
    private final Memories memory;
    private final Set<Answer> given = new HashSet<>();

    Answers(World world, App app, Memories memory) {
        this.world = world;
        this.app = app;
        this.memory = memory;
    }

    void look() {
        inForce().ifPresent(given::add);
    }

    private Optional<Answer> inForce() {
        return memory.mirror()
                .map(mirror -> mirror.at("/spec/acknowledge"))
                .filter(JsonNode::isObject)
                .map(answer -> new Answer(
                        answer.path("guard").asText(), answer.path("member").asText()));
    }

    /** No volume that exists is deleted, and no pod whose process may run on. */
    void afterCall(OurCall call) {
        look();
        call.deletesVolume()
                .filter(this::mine)
                .ifPresent(claim -> Broken.unless(
                        allowed("VolumeLost", claim + "/" + call.uid(), call),
                        "no volume is deleted",
                        () -> call.what() + " of " + call.uid() + ", and acknowledged is " + inForce()));
        call.deletesPod()
                .filter(pod -> mine(pod) && call.byForce())
                .ifPresent(pod -> require("NodeUnreachable", pod + "/" + call.uid(), call));
    }

    /** A voter that no operation of ours means. */
    void mayRemove(String id, Optional<OperationRecord> operation, OurCall call) {
        look();
        boolean meant = operation
                .filter(record -> record.memberId().equals(Optional.of(id)))
                .isPresent();
        Broken.unless(
                meant
                        || !world.invariants().members(app).listed(id)
                        || counting(call)
                                .anyMatch(answer -> answer.guard().equals("UnknownMember")
                                        && answer.member().endsWith("/" + id)),
                RULE,
                () -> call.what() + " of " + id + ", and acknowledged is " + inForce());
    }

    private boolean mine(String name) {
        return name.startsWith(app.name() + "-") || name.startsWith("data-" + app.name() + "-");
    }

    private void require(String guard, String member, OurCall call) {
        Broken.unless(
                allowed(guard, member, call),
                RULE,
                () -> call.what() + " of " + member + ", and acknowledged is " + inForce());
    }

    private boolean allowed(String guard, String member, OurCall call) {
        return counting(call).anyMatch(new Answer(guard, member)::equals);
    }

    /** What was in force before a process was frozen, that one may act on. */
    private Stream<Answer> counting(OurCall call) {
        return call.late() ? given.stream() : inForce().stream();
    }
}
