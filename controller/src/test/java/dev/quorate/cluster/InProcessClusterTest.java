package dev.quorate.cluster;

/** The simulated API server without sockets, as seeded simulations use it. */
class InProcessClusterTest extends ClusterContract {

    private final SimulatedApi api = new SimulatedApi();

    @Override
    ApiTransport transport() {
        return api;
    }

    @Override
    WatchTransport watches() {
        return api;
    }
}
