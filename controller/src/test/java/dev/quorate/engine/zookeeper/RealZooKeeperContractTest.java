package dev.quorate.engine.zookeeper;

import dev.quorate.engine.MemberCluster;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract against real processes, of the oldest version that Quorate serves and of the newest. */
@Tag("real-zookeeper")
@Execution(ExecutionMode.CONCURRENT)
class RealZooKeeperContractTest {

    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    class Of38 extends ElectedLeaderContractTest {
        @Override
        protected MemberCluster newCluster() {
            return RealZooKeeper.of(8);
        }
    }

    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    class Of39 extends ElectedLeaderContractTest {
        @Override
        protected MemberCluster newCluster() {
            return RealZooKeeper.of(9);
        }
    }
}
