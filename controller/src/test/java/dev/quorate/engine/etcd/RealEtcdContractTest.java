package dev.quorate.engine.etcd;

import dev.quorate.engine.HandedLeadershipContractTest;
import dev.quorate.engine.MemberCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract against real processes, of the oldest version that Quorate serves and of one that people run today. */
@Tag("real-etcd")
@Execution(ExecutionMode.CONCURRENT)
class RealEtcdContractTest {

    static RealEtcd cluster(int minor) {
        EtcdBinary binary = EtcdBinary.of(minor);
        try {
            return new RealEtcd(binary, Files.createTempDirectory("quorate-etcd"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    class Of34 extends HandedLeadershipContractTest {
        @Override
        protected MemberCluster newCluster() {
            return cluster(4);
        }
    }

    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    class Of35 extends HandedLeadershipContractTest {
        @Override
        protected MemberCluster newCluster() {
            return cluster(5);
        }
    }
}
