package dev.quorate.simulation;

import dev.quorate.engine.Reach;
import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** One process's way to the members. */
final class FaultyReach implements Reach {

    /** Calls that only look; crashing before or after one differs from crashing around a write in nothing. */
    private static final Set<String> READS = Set.of("/v3/cluster/member/list", "/v3/maintenance/status", "/version");

    private final World world;
    private final BooleanSupplier late;
    private final Map<String, Instant> silentSince = new HashMap<>();

    FaultyReach(World world, BooleanSupplier late) {
        this.world = world;
        this.late = late;
    }

    static String unreachable(String pod) {
        return "no way to " + pod;
    }

    @Override
    public Reply http(Target target, Call call) throws NoReply {
        try {
            Reply reply = exchange(target, call);
            silentSince.remove(target.pod());
            return reply;
        } catch (NoReply silence) {
            silentSince.putIfAbsent(target.pod(), world.time().now());
            throw silence;
        }
    }

    private Reply exchange(Target target, Call call) throws NoReply {
        if (world.faults().lasts(unreachable(target.pod()))) {
            throw new NoReply("no route to " + target, false);
        }
        if (!call.method().equals("POST") || READS.contains(call.path())) {
            return deliver(target, call);
        }
        OurCall ours = new OurCall(
                call.method() + " " + target.pod() + call.path(), call.body().orElse(""), late.getAsBoolean());
        Optional<Deed> deed = world.before(ours);
        if (deed.filter(d -> d == Deed.REQUEST_LOST || d == Deed.CONFLICT).isPresent()) {
            throw new NoReply("no route to " + target, false);
        }
        if (deed.filter(d -> d == Deed.FREEZE).isEmpty()) {
            world.invariants().beforeMemberCall(target.pod(), ours, silentSince);
        }
        Reply reply = deliver(target, call);
        world.timeline()
                .add("engine", () -> ours.what() + " " + ours.body() + " → " + reply.status() + " " + reply.body());
        world.after(ours, deed);
        if (deed.filter(d -> d == Deed.REPLY_LOST).isPresent()) {
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
}
