package dev.quorate.engine.etcd;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The probes of a member.
 *
 * <p>Ready means that clients are served: a leader is known and a read through it succeeds. A learner answers that question
 * too, so its pod becomes Ready before it is promoted. Started and alive must hold without the other members, or the loss of
 * a majority would make the kubelet kill the rest; where the version cannot be asked that, an open port must do. No space is
 * left out of all of them: the members still serve reads and deletes then, which is what heals it.
 */
record EtcdProbes(EtcdVersion version) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    void addTo(ObjectNode container) {
        container.set("startupProbe", timed(alone(), 10, 360));
        container.set("livenessProbe", timed(alone(), 10, 8));
        container.set("readinessProbe", timed(http("/health?exclude=NOSPACE"), 5, 3));
    }

    private ObjectNode alone() {
        if (version.hasSerializableHealth()) {
            return http("/health?serializable=true&exclude=NOSPACE&exclude=CORRUPT");
        }
        ObjectNode probe = JSON.objectNode();
        probe.putObject("tcpSocket").put("port", "client");
        return probe;
    }

    private static ObjectNode http(String path) {
        ObjectNode probe = JSON.objectNode();
        probe.putObject("httpGet").put("path", path).put("port", "client").put("scheme", "HTTP");
        return probe;
    }

    /** A member that joins receives the whole database before it opens its port, hence the patience of the startup probe. */
    private static ObjectNode timed(ObjectNode probe, int periodSeconds, int failures) {
        return probe.put("periodSeconds", periodSeconds)
                .put("timeoutSeconds", 6)
                .put("failureThreshold", failures);
    }
}
