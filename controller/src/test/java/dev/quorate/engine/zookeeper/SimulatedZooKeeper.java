package dev.quorate.engine.zookeeper;

import dev.quorate.engine.Reach.Call;
import dev.quorate.engine.SimulatedMemberCluster;
import dev.quorate.simulator.engine.zookeeper.ZooKeeperNetwork;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** ZooKeeper in the simulated cluster. */
final class SimulatedZooKeeper extends SimulatedMemberCluster {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    SimulatedZooKeeper(long seed) {
        super(seed, "registry", "zookeeper", "data", time -> SimulatedMembers.engine(time::advance));
    }

    @Override
    protected Stream<String> running() {
        return simulator().zookeeper().running(app().name().namespace()).stream()
                .map(ZooKeeperNetwork.View::pod);
    }

    @Override
    public boolean endsWhenRemoved() {
        return false;
    }

    @Override
    public boolean write(String key, String value) {
        Call call = Call.post("/nodes/" + key, value, PATIENCE);
        return made().anyMatch(
                        ordinal -> answer(ordinal, Addresses.CLIENT_PORT, call).isPresent());
    }

    @Override
    public Optional<String> readFrom(int ordinal, String key) {
        return answer(ordinal, Addresses.CLIENT_PORT, Call.get("/nodes/" + key, PATIENCE));
    }
}
