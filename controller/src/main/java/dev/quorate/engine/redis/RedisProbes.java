package dev.quorate.engine.redis;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * When members are ready. Nobody is killed by a probe: to load much data, to receive it, or to wait for the sentinels' majority
 * looks like an illness from outside, and the sentinels see by themselves who does not answer.
 */
final class RedisProbes {

    private static final String LOGIN = "export REDISCLI_AUTH=\"$(cat /etc/quorate/auth/password)\"; ";

    /** A replica has nothing to show before it has received what the master has. */
    private static final String SERVES =
            LOGIN + "redis-cli info replication | tr -d '\\r' | grep -q -x -e role:master -e master_link_status:up";

    private static final String WATCHES = LOGIN + "redis-cli -p " + Addresses.SENTINEL_PORT + " ping | grep -q -x PONG";

    private RedisProbes() {}

    static ObjectNode serves() {
        return ready(SERVES);
    }

    static ObjectNode watches() {
        return ready(WATCHES);
    }

    private static ObjectNode ready(String command) {
        ObjectNode probe = JsonNodeFactory.instance.objectNode();
        probe.putObject("exec").putArray("command").add("/bin/sh").add("-c").add(command);
        return probe.put("periodSeconds", 5).put("timeoutSeconds", 5).put("failureThreshold", 3);
    }
}
