package dev.quorate.engine.etcd;

import dev.quorate.engine.SimulatedMemberCluster;
import dev.quorate.simulator.engine.etcd.EtcdNetwork;
import java.util.Optional;
import java.util.stream.Stream;

/** etcd in the simulated cluster. */
final class SimulatedEtcd extends SimulatedMemberCluster {

    SimulatedEtcd(long seed) {
        super(seed, "locks", "etcd", "member", time -> new EtcdEngine());
    }

    @Override
    protected Stream<String> running() {
        return simulator().etcd().running(app().name().namespace()).stream().map(EtcdNetwork.View::pod);
    }

    @Override
    public boolean write(String key, String value) {
        return made().anyMatch(ordinal -> new Keys(reach()).write(target(ordinal, Addresses.CLIENT_PORT), key, value));
    }

    @Override
    public Optional<String> readFrom(int ordinal, String key) {
        return new Keys(reach()).read(target(ordinal, Addresses.CLIENT_PORT), key);
    }
}
