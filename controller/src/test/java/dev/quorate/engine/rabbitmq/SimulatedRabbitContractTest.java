package dev.quorate.engine.rabbitmq;

class SimulatedRabbitContractTest extends RabbitContractTest {

    @Override
    protected RabbitCluster newCluster() {
        return new SimulatedRabbit(1);
    }
}
