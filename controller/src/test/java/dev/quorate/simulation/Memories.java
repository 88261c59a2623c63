package dev.quorate.simulation;

import dev.quorate.observe.MemoryFormat;
import dev.quorate.simulator.store.Key;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.OperationRecord;
import dev.quorate.state.OperationRecord.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What is written down about one app's operations: one at a time, never back, and before the calls that it is about. */
final class Memories {

    private static final Set<Phase> REMOVING = Set.of(Phase.LEAVING, Phase.CANCELLING);

    private static final Duration A_MOMENT = Duration.ofSeconds(5);

    private final World world;
    private final App app;
    private AppMemory last = AppMemory.BLANK;
    private String version = "";
    private Instant joiningAt = Instant.MIN;
    /** Whether it was asked to go with all that is remembered of it. */
    private boolean gone;

    Memories(World world, App app) {
        this.world = world;
        this.app = app;
    }

    void look() {
        Optional<Manifest> mirror = mirror();
        if (mirror.isEmpty() && gone) {
            last = AppMemory.BLANK;
        }
        gone = mirror.filter(found -> released(found) && deletes(found)).isPresent();
        if (mirror.isEmpty() || mirror.get().resourceVersion().equals(version)) {
            return;
        }
        version = mirror.get().resourceVersion();
        AppMemory next = MemoryFormat.read(mirror.get()).orElse(AppMemory.BLANK);
        check(next);
        joiningAt = joining() ? world.time().now() : joiningAt;
        last = next;
    }

    private void check(AppMemory next) {
        Broken.unless(
                next.operations() >= last.operations() && next.initialised().containsAll(last.initialised()),
                "nothing written down is forgotten",
                () -> "of " + app.name() + " there was " + last + " and now there is " + next);
        if (last.operation().isEmpty() || next.operation().isEmpty()) {
            return;
        }
        OperationRecord before = last.operation().get();
        OperationRecord after = next.operation().get();
        Broken.unless(
                before.id() == after.id(),
                "no two operations at once",
                () -> after + " began before the end of " + before);
        Broken.unless(
                after.phase().compareTo(before.phase()) >= 0 || becameMember(before, after),
                "an operation never goes back",
                () -> before + " became " + after);
    }

    /** Who was to be taken back has got its vote by a call that was late. */
    private boolean becameMember(OperationRecord before, OperationRecord after) {
        return before.phase() == Phase.CANCELLING
                && after.phase() == Phase.STARTING
                && (world.invariants().members(app).voting().contains(after.pod())
                        || world.invariants().watchers(app).voting().contains(after.pod()));
    }

    /** A vote goes only when it was written down whose. */
    void mayRemove(String memberId, String what) {
        boolean meant = operation()
                .filter(operation -> REMOVING.contains(operation.phase()))
                .filter(operation -> operation.memberId().equals(Optional.of(memberId)))
                .isPresent();
        Broken.unless(meant, "written down before it is done", () -> what + " with the memory " + last);
    }

    /** Somebody who is late may have ended the operation meanwhile: a learner that nobody wants any more is taken back. */
    void mayAdd(String what) {
        look();
        Instant since = world.time().now().minus(A_MOMENT);
        Broken.unless(
                joining() || joiningAt.isAfter(since),
                "written down before it is done",
                () -> what + " with the memory " + last);
    }

    private boolean joining() {
        return last.operation()
                .filter(operation -> operation.phase() == Phase.JOINING)
                .filter(operation -> operation.type() == OperationRecord.Type.SCALE_OUT
                        || operation.type() == OperationRecord.Type.REPLACE)
                .isPresent();
    }

    Optional<OperationRecord> operation() {
        look();
        return last.operation();
    }

    /** How many members there are meant to be. */
    int admitted() {
        look();
        return last.admissions(app.name()).size();
    }

    /** Whether its pods are to stop, and nobody leaves for that. */
    boolean ends() {
        return mirror().filter(
                        mirror -> mirror.at("/spec/stopped").asBoolean() || (released(mirror) && deletes(mirror)))
                .isPresent();
    }

    /** Whether nothing of it may be touched: it is suspended or nobody's any more, and no operation must come to its end. */
    boolean leftAlone() {
        Optional<Manifest> mirror = mirror();
        boolean suspended =
                mirror.filter(found -> found.at("/spec/suspend").asBoolean()).isPresent();
        boolean nobodys =
                mirror.filter(found -> released(found) && !deletes(found)).isPresent();
        return (nobodys || suspended) && operation().isEmpty();
    }

    private static boolean released(Manifest mirror) {
        return mirror.at("/spec/source/released").asBoolean();
    }

    private static boolean deletes(Manifest mirror) {
        return mirror.at("/spec/deletion").asText().equals("Delete");
    }

    Optional<Manifest> mirror() {
        return world.simulator()
                .store()
                .get(new Key(world.kind(Kind.STATEFUL_APP), Workload.NAMESPACE, app.name()))
                .map(Manifest::new);
    }
}
