package dev.quorate.engine.etcd;

import dev.quorate.engine.MemberCluster;
import dev.quorate.engine.MembershipContractTest;

/** The contract against simulated members: what they promise is what real ones promise. */
class SimulatedEtcdContractTest extends MembershipContractTest {

    @Override
    protected MemberCluster newCluster() {
        return new SimulatedEtcd(7);
    }
}
