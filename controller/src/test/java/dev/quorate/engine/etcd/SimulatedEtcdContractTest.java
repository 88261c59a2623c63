package dev.quorate.engine.etcd;

import dev.quorate.engine.HandedLeadershipContractTest;
import dev.quorate.engine.MemberCluster;

/** The contract against simulated members: what they promise is what real ones promise. */
class SimulatedEtcdContractTest extends HandedLeadershipContractTest {

    @Override
    protected MemberCluster newCluster() {
        return new SimulatedEtcd(7);
    }
}
