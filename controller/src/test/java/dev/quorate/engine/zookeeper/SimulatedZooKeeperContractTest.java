package dev.quorate.engine.zookeeper;

import dev.quorate.engine.MemberCluster;

class SimulatedZooKeeperContractTest extends ElectedLeaderContractTest {

    @Override
    protected MemberCluster newCluster() {
        return new SimulatedZooKeeper(1);
    }
}
