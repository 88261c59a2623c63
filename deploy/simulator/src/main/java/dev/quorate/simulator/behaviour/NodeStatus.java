package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Nodes as their kubelets report them, and as they look when the kubelet has fallen silent. */
final class NodeStatus {

    private static final List<Condition> WELL = List.of(
            new Condition(
                    "MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
            new Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
            new Condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
            new Condition("Ready", "True", "KubeletReady", "kubelet is posting ready status"));

    private record Condition(String type, String status, String reason, String message) {

        Condition unknown() {
            return new Condition(type, "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status.");
        }

        ObjectNode json(String heartbeat, String since) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("type", type)
                    .put("status", status)
                    .put("lastHeartbeatTime", heartbeat)
                    .put("lastTransitionTime", since)
                    .put("reason", reason)
                    .put("message", message);
        }
    }

    private NodeStatus() {}

    /** A node as it stands from the start. */
    static ObjectNode node(String name, String address, String zone, String now) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("kind", "Node").put("apiVersion", "v1");
        node.putObject("metadata")
                .put("name", name)
                .putObject("labels")
                .put("kubernetes.io/arch", "amd64")
                .put("kubernetes.io/hostname", name)
                .put("kubernetes.io/os", "linux")
                .put("topology.kubernetes.io/region", "simulated")
                .put("topology.kubernetes.io/zone", zone);
        node.putObject("spec");
        ObjectNode status = node.putObject("status");
        for (String field : List.of("capacity", "allocatable")) {
            status.putObject(field).put("cpu", "100k").put("memory", "1000Ti").put("pods", "100k");
        }
        status.set("conditions", well(now));
        status.putArray("addresses").addObject().put("type", "InternalIP").put("address", address);
        status.putObject("nodeInfo").put("kubeletVersion", "v1.36.2").put("operatingSystem", "linux");
        return node;
    }

    static ArrayNode well(String now) {
        ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
        WELL.forEach(each -> conditions.add(each.json(now, now)));
        return conditions;
    }

    /** The same conditions, of which nobody knows any more. */
    static ArrayNode unknown(ObjectNode node, String now) {
        ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
        for (Condition each : WELL) {
            JsonNode before = new Pod(node).condition(each.type());
            conditions.add(each.unknown().json(before.path("lastHeartbeatTime").asText(now), now));
        }
        return conditions;
    }
}
