package dev.quorate.simulation;

import dev.quorate.cluster.Cluster;
import dev.quorate.engine.Engine;

/** A bug put on purpose between the controller and what it works on. Each process gets wrappers of its own. */
interface Plant {

    Plant NONE = new Plant() {};

    default Cluster cluster(Cluster real) {
        return real;
    }

    default Engine engine(Engine real) {
        return real;
    }
}
