package dev.quorate.cluster;

import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Reach.Target;
import java.net.InetSocketAddress;
import java.util.Optional;

/** The pod network: a member is where its pod is. */
final class DirectWays implements PodReach.Ways {

    @Override
    public PodReach.Way to(Target target) throws NoReply {
        String ip = target.ip().orElseThrow(() -> new NoReply(target + ": the pod has no address yet", false));
        return new Direct(InetSocketAddress.createUnresolved(ip, target.port()));
    }

    @Override
    public void close() {
        // there is nothing that stays open
    }

    private record Direct(InetSocketAddress address) implements PodReach.Way {
        @Override
        public Optional<String> refusal() {
            return Optional.empty();
        }
    }
}
