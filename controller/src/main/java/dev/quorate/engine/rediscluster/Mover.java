package dev.quorate.engine.rediscluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.rediscluster.Reshard.Leftover;
import dev.quorate.engine.rediscluster.Reshard.Move;
import dev.quorate.engine.rediscluster.Servers.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Moves slots with their keys, a bounded portion at a time.
 *
 * <ol>
 *   <li>The target imports the slot, the source sends clients there for keys that it has not got: no key comes into being at the
 *       source from then on.
 *   <li>The keys go over in small lots. Who has a key serves it; so where both have it, since nobody heard how a lot ended, the
 *       source's is the one that counts.
 *   <li>When the source has no key left, the target takes the slot over, and all nodes hear of it from the target. The source is
 *       not told by us: if the target dies before others have heard, the source is still the owner.
 *   <li>What the source has noted of the move is cleared only when it owns the slot no more.
 * </ol>
 */
final class Mover {

    /** So long a node waits for another to take a lot. */
    static final Duration PATIENCE = Duration.ofSeconds(4);

    /**
     * The check and the act are one: a source that fell out in between has a successor, which takes writes, and by a bare SETSLOT
     * the target would win the slot from it.
     */
    static final String TAKE_OVER = """
            -- take over a slot
            local slot, from = tonumber(ARGV[1]), ARGV[2]
            local nodes = '\\n' .. redis.call('CLUSTER', 'NODES')
            if not string.find(nodes, '[' .. slot .. '-<-' .. from .. ']', 1, true) then
              return redis.error_reply('ERR the slot is not imported from there')
            end
            local ranges = string.match(nodes, '\\n' .. from .. ' [^\\n]- %a-connected([^\\n]*)') or ''
            for first, last in string.gmatch(ranges, ' (%d+)%-?(%d*)') do
              if tonumber(first) <= slot and slot <= (tonumber(last) or tonumber(first)) then
                return redis.call('CLUSTER', 'SETSLOT', slot, 'NODE', redis.call('CLUSTER', 'MYID'))
              end
            end
            return redis.error_reply('ERR the slot has another owner')
            """;

    /** Of one call, so that the controller looks in between. */
    private static final int SLOTS = 512;

    private static final int LOTS = 512;

    /** Slots that are on their way at one time. */
    private static final int TOGETHER = 64;

    /** Keys of one lot: a node answers nobody else while it sends them. */
    private static final int KEYS = 16;

    private final Control control;
    private int lots = LOTS;

    Mover(Control control) {
        this.control = control;
    }

    /** The first of them, as many as one call may move; the last of those may stay open. */
    void move(List<Move> moves) throws NoReply, Refused {
        List<Move> portion = moves.subList(0, Math.min(SLOTS, moves.size()));
        for (int first = 0; first < portion.size() && lots > 0; ) {
            List<Move> alike = alike(portion.subList(first, Math.min(portion.size(), first + TOGETHER)));
            together(alike);
            first += alike.size();
        }
    }

    /** The first of them that have the same source and the same target. */
    private static List<Move> alike(List<Move> moves) {
        Move model = moves.get(0);
        return moves.stream()
                .takeWhile(move -> move.from().equals(model.from()) && move.to().equals(model.to()))
                .toList();
    }

    private void together(List<Move> moves) throws NoReply, Refused {
        Node from = moves.get(0).from();
        Node to = moves.get(0).to();
        control.callAll(to, commands(moves, slot -> List.of("CLUSTER", "SETSLOT", slot, "IMPORTING", from.id())));
        // While it imports a slot it hears from nobody that another has become the owner.
        List<Move> unheard = moves.stream()
                .filter(move -> to.status()
                        .flatMap(status -> status.owner(move.slot()))
                        .filter(from.id()::equals)
                        .isEmpty())
                .toList();
        control.callAll(to, commands(unheard, slot -> List.of("CLUSTER", "SETSLOT", slot, "NODE", from.id())));
        control.callAll(from, commands(moves, slot -> List.of("CLUSTER", "SETSLOT", slot, "MIGRATING", to.id())));
        List<JsonNode> keys =
                control.callAll(from, commands(moves, slot -> List.of("CLUSTER", "COUNTKEYSINSLOT", slot)));
        List<Move> empty = new ArrayList<>();
        for (int index = 0; index < moves.size(); index++) {
            if (keys.get(index).asLong() == 0 || emptied(moves.get(index))) {
                empty.add(moves.get(index));
            }
        }
        control.callAll(to, commands(empty, slot -> List.of("EVAL", TAKE_OVER, "0", slot, from.id())));
    }

    private static List<List<String>> commands(List<Move> moves, Function<String, List<String>> command) {
        return moves.stream()
                .map(move -> command.apply(Integer.toString(move.slot())))
                .toList();
    }

    /** Whether nothing is left at the source before the lots of this call are used up. */
    private boolean emptied(Move move) throws NoReply, Refused {
        String slot = Integer.toString(move.slot());
        while (control.call(move.from(), "CLUSTER", "COUNTKEYSINSLOT", slot).asLong() > 0) {
            if (lots == 0) {
                return false;
            }
            lots--;
            send(move, control.call(move.from(), "CLUSTER", "GETKEYSINSLOT", slot, Integer.toString(KEYS)));
        }
        return true;
    }

    private void send(Move move, JsonNode keys) throws NoReply, Refused {
        if (keys.isEmpty()) {
            return;
        }
        List<String> words = new ArrayList<>(List.of("MIGRATE", ip(move), Integer.toString(Addresses.PORT), "", "0"));
        words.addAll(List.of(Long.toString(PATIENCE.toMillis()), "REPLACE", "AUTH", control.password(), "KEYS"));
        keys.forEach(key -> words.add(key.asText()));
        control.call(move.from(), words.toArray(String[]::new));
    }

    /** As the source knows it: names are nothing that a node asks for. */
    private static String ip(Move move) throws NoReply {
        return move.from()
                .status()
                .flatMap(status -> status.line(move.to().id()))
                .map(NodeLine::ip)
                .filter(ip -> !ip.isEmpty())
                .orElseThrow(() -> new NoReply(
                        move.from().name() + " does not know the address of "
                                + move.to().name(),
                        false));
    }

    void close(List<Leftover> leftovers) throws NoReply, Refused {
        Map<Node, List<Leftover>> byNode = leftovers.stream().collect(Collectors.groupingBy(Leftover::at));
        for (Map.Entry<Node, List<Leftover>> at : byNode.entrySet()) {
            control.callAll(
                    at.getKey(),
                    at.getValue().stream()
                            .map(left -> List.of("CLUSTER", "SETSLOT", Integer.toString(left.slot()), "STABLE"))
                            .toList());
        }
    }
}
