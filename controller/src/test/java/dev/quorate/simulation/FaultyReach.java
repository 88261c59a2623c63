package dev.quorate.simulation;

import dev.quorate.engine.Reach;
import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import java.util.Optional;
import java.util.Set;

/** One process's way to the members. */
final class FaultyReach implements Reach {

    /** Calls that only look; crashing before or after one differs from crashing around a write in nothing. */
    private static final Set<String> READS = Set.of("/v3/cluster/member/list", "/v3/maintenance/status", "/version");

    private final World world;
    private final Chance chance;

    FaultyReach(World world) {
        this.world = world;
        this.chance = world.chance();
    }

    @Override
    public Reply http(Target target, Call call) throws NoReply {
        String what = call.method() + " " + target.pod() + call.path();
        boolean write = call.method().equals("POST") && !READS.contains(call.path());
        if (chance.strikes("no way to " + what, chance.faults().memberSilent())) {
            throw new NoReply("no route to " + target, false);
        }
        if (!write) {
            return deliver(target, call);
        }
        chance.crashPoint(what);
        world.freezeAt(what, () -> deliverQuietly(target, call));
        Reply reply = deliver(target, call);
        world.timeline()
                .add("engine", what + " " + call.body().orElse("") + " → " + reply.status() + " " + reply.body());
        world.afterOurCall(what);
        chance.crashPointAfter(what);
        if (chance.strikes("reply lost: " + what, chance.faults().replyLost())) {
            throw new NoReply("the connection broke before an answer came", true);
        }
        return reply;
    }

    private Reply deliver(Target target, Call call) throws NoReply {
        String address = target.ip().orElseThrow(() -> new NoReply(target + " has no address", false));
        ProgramRequest request = new ProgramRequest(
                target.port(), call.method(), call.path(), call.body().orElse(""));
        Optional<ProgramReply> reply = world.simulator().request(address, request);
        if (reply.isEmpty()) {
            throw new NoReply("connection to " + target + " refused", false);
        }
        if (reply.get().took().compareTo(call.timeout()) > 0) {
            throw new NoReply(target + " did not answer in " + call.timeout(), true);
        }
        return new Reply(reply.get().status(), reply.get().body());
    }

    private void deliverQuietly(Target target, Call call) {
        try {
            deliver(target, call);
        } catch (NoReply nobodyIsThereAnyMore) {
            world.timeline().add("engine", "a woken call reached nobody: " + nobodyIsThereAnyMore.getMessage());
        }
    }
}
