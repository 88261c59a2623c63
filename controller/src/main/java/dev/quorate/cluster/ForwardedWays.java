package dev.quorate.cluster;

import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Reach.Target;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One relay per member and port, kept while it is used. A pod that is made anew under its name has another address, so it
 * gets a relay of its own and the old one falls idle.
 */
final class ForwardedWays implements PodReach.Ways {

    private static final Duration IDLE = Duration.ofMinutes(2);

    private record Used(Relay relay, Instant last) {}

    private final PortForward forward;
    private final InstantSource clock;
    private final Map<Target, Used> relays = new HashMap<>();

    ForwardedWays(PortForward forward, InstantSource clock) {
        this.forward = forward;
        this.clock = clock;
    }

    @Override
    public synchronized PodReach.Way to(Target target) throws NoReply {
        Instant now = clock.instant();
        closeIdle(target, now);
        Used used = relays.get(target);
        Relay relay = used == null || used.relay().closed() ? open(target) : used.relay();
        relays.put(target, new Used(relay, now));
        return relay;
    }

    @Override
    public synchronized void close() {
        relays.values().forEach(used -> used.relay().close());
        relays.clear();
    }

    private void closeIdle(Target wanted, Instant now) {
        List<Target> idle = new ArrayList<>();
        relays.forEach((target, used) -> {
            if (!target.equals(wanted) && now.isAfter(used.last().plus(IDLE))) {
                idle.add(target);
                used.relay().close();
            }
        });
        idle.forEach(relays::remove);
    }

    private Relay open(Target target) throws NoReply {
        try {
            return Relay.open(target, forward);
        } catch (IOException broken) {
            throw new NoReply(target + ": no local port for a port-forward: " + broken.getMessage(), false);
        }
    }
}
