package dev.quorate.cli;

import dev.quorate.cluster.ClientTransport;
import dev.quorate.cluster.ClusterAccess;
import dev.quorate.cluster.ClusterException;
import dev.quorate.cluster.PodReach;
import java.time.InstantSource;

/** An open way to one cluster: to its API server and to its members. */
record ClusterLink(ClientTransport transport, PodReach reach) implements AutoCloseable {

    static ClusterLink open(ClusterAccess access, InstantSource clock) throws ClusterException {
        ClientTransport transport = new ClientTransport(access);
        PodReach reach = access.insideCluster()
                ? PodReach.insideCluster(transport)
                : PodReach.throughApiServer(transport, clock);
        return new ClusterLink(transport, reach);
    }

    @Override
    public void close() {
        reach.close();
        transport.close();
    }
}
