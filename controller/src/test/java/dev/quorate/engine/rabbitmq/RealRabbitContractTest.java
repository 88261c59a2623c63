package dev.quorate.engine.rabbitmq;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The contract against real processes, of the oldest version that Quorate serves and of the newest that it is proved with. */
@Tag("real-rabbitmq")
@ResourceLock("processors for nodes of RabbitMQ")
@Execution(ExecutionMode.CONCURRENT)
class RealRabbitContractTest {

    @Nested
    class Of310 extends RabbitContractTest {
        @Override
        protected RabbitCluster newCluster() {
            return RealRabbit.of("3.10.8");
        }
    }

    @Nested
    class Of40 extends RabbitContractTest {
        @Override
        protected RabbitCluster newCluster() {
            return RealRabbit.of("4.0.5");
        }
    }
}
