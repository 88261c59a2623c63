package dev.quorate.engine.rediscluster;

import dev.quorate.engine.MemberCluster;

/** Nodes of Redis Cluster, real or simulated. */
interface NodeCluster extends MemberCluster {

    /** The pod is taken away, and its admission with it: it is not looked for any more, and nobody meets it. */
    void dismiss(int ordinal);
}
