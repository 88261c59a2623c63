package dev.quorate.engine.rediscluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * When a node is ready. Nobody is killed by a probe: to load much data or to receive it looks like an illness from outside, and the
 * others see by themselves who does not answer.
 */
final class ClusterProbes {

    /** A replica has nothing to show before it has received what its master has, and nobody before all slots have an owner. */
    private static final String SERVES = "export REDISCLI_AUTH=\"$(cat /etc/quorate/auth/password)\"; "
            + "redis-cli cluster info | tr -d '\\r' | grep -q -x cluster_state:ok && "
            + "redis-cli info replication | tr -d '\\r' | grep -q -x -e role:master -e master_link_status:up";

    private ClusterProbes() {}

    static ObjectNode serves() {
        ObjectNode probe = JsonNodeFactory.instance.objectNode();
        probe.putObject("exec").putArray("command").add("/bin/sh").add("-c").add(SERVES);
        return probe.put("periodSeconds", 5).put("timeoutSeconds", 5).put("failureThreshold", 3);
    }
}
