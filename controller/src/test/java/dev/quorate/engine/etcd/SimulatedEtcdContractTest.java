package dev.quorate.engine.etcd;

import dev.quorate.engine.MemberCluster;
import dev.quorate.engine.HandedLeadershipContractTest;

/** The contract against simulated members: what they promise is what real ones promise. */
class SimulatedEtcdContractTest extends HandedLeadershipContractTest {

    @Override
    protected MemberCluster newCluster() {
        return new SimulatedEtcd(7);
    }
}
