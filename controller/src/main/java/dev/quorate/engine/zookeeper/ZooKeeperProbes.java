package dev.quorate.engine.zookeeper;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The probes of a member.
 *
 * <p>Ready means that clients are served, which a member does only with a leader and when it has what that has. Started and
 * alive must hold without the other members, or the loss of a majority would make the kubelet kill the rest: {@code ruok} is
 * answered by every process that runs, so it says nothing about serving.
 */
final class ZooKeeperProbes {

    private static final String ASK = "exec 3<>/dev/tcp/127.0.0.1/" + Addresses.CLIENT_PORT + " && printf %s >&3 && ";
    private static final String ALIVE = ASK.formatted("ruok") + "grep -q imok <&3";
    private static final String SERVES = ASK.formatted("srvr") + "grep -q ^Mode: <&3";

    private ZooKeeperProbes() {}

    /** A joiner receives the whole tree before it serves, but is alive all the while. */
    static void addTo(ObjectNode container) {
        container.set("startupProbe", timed(ALIVE, 10, 360));
        container.set("livenessProbe", timed(ALIVE, 10, 8));
        container.set("readinessProbe", timed(SERVES, 5, 3));
    }

    private static ObjectNode timed(String command, int periodSeconds, int failures) {
        ObjectNode probe = JsonNodeFactory.instance.objectNode();
        probe.putObject("exec").putArray("command").add("/bin/bash").add("-c").add(command);
        return probe.put("periodSeconds", periodSeconds)
                .put("timeoutSeconds", 6)
                .put("failureThreshold", failures);
    }
}
