package dev.quorate.simulation;

import dev.quorate.engine.Reach;
import dev.quorate.simulator.behaviour.Execution;
import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import dev.quorate.simulator.store.Key;
import dev.quorate.state.Kind;
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

    /** What a Secret says is never asked of the simulated members. */
    @Override
    public String secret(String namespace, String name, String key) throws NoReply {
        Key secret = new Key(world.kind(Kind.SECRET), namespace, name);
        return world.simulator()
                .store()
                .get(secret)
                .map(found -> found.at("/data").path(key).asText())
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new NoReply("no Secret " + namespace + "/" + name + " with a " + key, false));
    }

    /** Through the API server, which reaches also whom no other pod does. */
    @Override
    public Exit exec(Target target, Command command) throws NoReply {
        reachable(target);
        OurCall ours =
                new OurCall("EXEC " + target.pod() + " " + String.join(" ", command.words()), "", late.getAsBoolean());
        return around(target, ours, () -> {
            Exit exit = run(target, command);
            world.timeline().add("engine", () -> ours.what() + " → " + exit.code() + " " + exit.out() + exit.err());
            return exit;
        });
    }

    private Exit run(Target target, Command command) throws NoReply {
        Optional<Execution> ran = world.simulator()
                .behaviours()
                .execute(target.namespace(), target.pod(), command.container(), command.words(), Optional.empty());
        if (ran.isPresent() && ran.get() instanceof Execution.Done done) {
            return new Exit(done.exitCode(), done.out(), done.err());
        }
        throw new NoReply(target + ": no container runs", false);
    }

    private void reachable(Target target) throws NoReply {
        if (world.faults().lasts(unreachable(target.pod()))) {
            throw new NoReply("no route to " + target, false);
        }
    }

    private Reply exchange(Target target, Call call) throws NoReply {
        reachable(target);
        if (call.method().equals("GET") || READS.contains(call.path())) {
            return deliver(target, call);
        }
        OurCall ours = new OurCall(
                call.method() + " " + target.pod() + call.path(), call.body().orElse(""), late.getAsBoolean());
        return around(target, ours, () -> {
            Reply reply = deliver(target, call);
            world.timeline()
                    .add("engine", () -> ours.what() + " " + ours.body() + " → " + reply.status() + " " + reply.body());
            return reply;
        });
    }

    private interface Delivery<T> {
        T make() throws NoReply;
    }

    /** A call that may change something, with all that can happen before and after it. */
    private <T> T around(Target target, OurCall ours, Delivery<T> delivery) throws NoReply {
        Optional<Deed> deed = world.before(ours);
        if (deed.filter(d -> d == Deed.REQUEST_LOST || d == Deed.CONFLICT).isPresent()) {
            throw new NoReply("no route to " + target, false);
        }
        if (deed.filter(d -> d == Deed.FREEZE).isEmpty()) {
            world.invariants().beforeMemberCall(target.pod(), ours, silentSince);
        }
        T reply = delivery.make();
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
