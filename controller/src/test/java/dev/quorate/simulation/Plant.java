package dev.quorate.simulation;

import dev.quorate.cluster.ApiTransport;
import dev.quorate.cluster.Cluster;
import dev.quorate.engine.Engine;

/** What stands between one process of the controller and all that it works on: nothing, or a bug put there on purpose. */
interface Plant {

    Plant NONE = new Plant() {};

    default ApiTransport transport(ApiTransport real) {
        return real;
    }

    default Cluster cluster(Cluster real) {
        return real;
    }

    default Engine engine(Engine real) {
        return real;
    }
}
