package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Publishes the addresses of the pods of each Service as one EndpointSlice and as Endpoints. */
final class EndpointController {

    private static final Store.Writer WRITER = Store.Writer.of(Cluster.CONTROLLER_MANAGER);
    private static final String TRIGGER = "endpoints.kubernetes.io/last-change-trigger-time";

    private final Cluster cluster;
    private final PodIndex index;
    private final SelectorIndex services = new SelectorIndex();
    private final Map<Key, Key> slices = new HashMap<>();
    private final WorkQueue queue;

    EndpointController(Cluster cluster, PodIndex index) {
        this.cluster = cluster;
        this.index = index;
        this.queue = new WorkQueue(cluster, "endpoints", this::sync);
    }

    void accept(Change change) {
        if (change.key().kind().equals(Kinds.SERVICE)) {
            serviceChanged(change);
        } else if (change.key().kind().equals(Kinds.POD)) {
            change.before().ifPresent(before -> mark(new Pod(before)));
            mark(new Pod(change.object()));
        } else if (change.key().kind().equals(Kinds.ENDPOINT_SLICE) && change.type() == Change.Type.DELETED) {
            PodIndex.controller(change.object(), Kinds.SERVICE).ifPresent(service -> {
                slices.remove(service);
                queue.add(service);
            });
        }
    }

    private void serviceChanged(Change change) {
        if (change.type() == Change.Type.DELETED) {
            services.remove(change.key());
        } else if (!change.object().path("spec").path("selector").isEmpty()) {
            services.put(
                    change.key(), Selector.ofMap(change.object().path("spec").path("selector")));
        }
        queue.add(change.key());
    }

    private void mark(Pod pod) {
        services.matching(pod.namespace(), pod.labels()).forEach(queue::add);
    }

    private void sync(Key key) {
        Optional<ObjectNode> service = cluster.store().get(key);
        if (service.isEmpty()) {
            cluster.delete(new Key(Kinds.ENDPOINTS, key.namespace(), key.name()));
            return;
        }
        JsonNode selector = service.get().path("spec").path("selector");
        if (selector.isEmpty()) {
            return;
        }
        List<Pod> pods = index.matching(key.namespace(), Selector.ofMap(selector)).stream()
                .filter(pod -> pod.address().isPresent() && !pod.ended())
                .toList();
        publishSlice(service.get(), pods);
        publishEndpoints(service.get(), pods);
    }

    private void publishSlice(ObjectNode service, List<Pod> pods) {
        Key serviceKey = Metadata.key(Kinds.SERVICE, service);
        Optional<ObjectNode> before =
                Optional.ofNullable(slices.get(serviceKey)).flatMap(cluster.store()::get);
        ObjectNode slice = before.map(ObjectNode::deepCopy).orElseGet(() -> newSlice(service));
        ArrayNode endpoints = JsonNodeFactory.instance.arrayNode();
        pods.forEach(pod -> endpoints.add(endpoint(service, pod)));
        slice.set("endpoints", endpoints.isEmpty() ? JsonNodeFactory.instance.nullNode() : endpoints);
        slice.set("ports", endpoints.isEmpty() ? JsonNodeFactory.instance.nullNode() : ports(service));
        if (before.isEmpty()) {
            ObjectNode created = cluster.store().create(Kinds.ENDPOINT_SLICE, slice, WRITER);
            slices.put(serviceKey, Metadata.key(Kinds.ENDPOINT_SLICE, created));
        } else if (!slice.equals(before.get())) {
            annotate(slice);
            cluster.store().write(Kinds.ENDPOINT_SLICE, slice, WRITER);
        }
    }

    private ObjectNode newSlice(ObjectNode service) {
        ObjectNode slice = JsonNodeFactory.instance.objectNode();
        slice.put("kind", "EndpointSlice").put("apiVersion", "discovery.k8s.io/v1");
        ObjectNode metadata = slice.putObject("metadata");
        String prefix = Metadata.name(service) + "-";
        metadata.put("name", prefix + cluster.nameSuffix()).put("generateName", prefix);
        metadata.put("namespace", Metadata.namespace(service));
        ObjectNode labels = metadata.putObject("labels");
        service.path("metadata")
                .path("labels")
                .properties()
                .forEach(each -> labels.set(each.getKey(), each.getValue()));
        labels.put("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io");
        labels.put("kubernetes.io/service-name", Metadata.name(service));
        if (service.path("spec").path("clusterIP").asText().equals("None")) {
            labels.put("service.kubernetes.io/headless", "");
        }
        annotate(slice);
        metadata.putArray("ownerReferences").add(Owners.reference("v1", "Service", service));
        slice.put("addressType", "IPv4");
        return slice;
    }

    private void annotate(ObjectNode object) {
        ((ObjectNode) object.path("metadata")).withObjectProperty("annotations").put(TRIGGER, cluster.timestamp());
    }

    private static ObjectNode endpoint(ObjectNode service, Pod pod) {
        boolean publishAll =
                service.path("spec").path("publishNotReadyAddresses").asBoolean();
        ObjectNode endpoint = JsonNodeFactory.instance.objectNode();
        endpoint.putArray("addresses").add(pod.address().orElseThrow());
        endpoint.putObject("conditions")
                .put("ready", publishAll || (pod.ready() && !pod.terminating()))
                .put("serving", pod.ready())
                .put("terminating", pod.terminating());
        if (pod.spec().path("subdomain").asText().equals(Metadata.name(service))) {
            endpoint.put("hostname", pod.spec().path("hostname").asText());
        }
        endpoint.set("targetRef", targetRef(pod));
        pod.node().ifPresent(node -> endpoint.put("nodeName", node));
        JsonNode zone = pod.labels().path("topology.kubernetes.io/zone");
        if (!zone.isMissingNode()) {
            endpoint.set("zone", zone);
        }
        return endpoint;
    }

    private static ObjectNode targetRef(Pod pod) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", "Pod")
                .put("namespace", pod.namespace())
                .put("name", pod.name())
                .put("uid", pod.uid());
    }

    private static ArrayNode ports(ObjectNode service) {
        ArrayNode ports = JsonNodeFactory.instance.arrayNode();
        for (JsonNode port : service.path("spec").path("ports")) {
            JsonNode target = port.path("targetPort");
            ports.addObject()
                    .put("name", port.path("name").asText())
                    .put("protocol", port.path("protocol").asText("TCP"))
                    .put(
                            "port",
                            target.isInt() ? target.asInt() : port.path("port").asInt());
        }
        return ports;
    }

    private void publishEndpoints(ObjectNode service, List<Pod> pods) {
        Key key = new Key(Kinds.ENDPOINTS, Metadata.namespace(service), Metadata.name(service));
        Optional<ObjectNode> before = cluster.store().get(key);
        ObjectNode endpoints = before.map(ObjectNode::deepCopy).orElseGet(() -> newEndpoints(service));
        ArrayNode subsets = subsets(service, pods);
        if (subsets.isEmpty()) {
            endpoints.remove("subsets");
        } else {
            endpoints.set("subsets", subsets);
        }
        if (before.isEmpty()) {
            cluster.store().create(Kinds.ENDPOINTS, endpoints, WRITER);
        } else if (!endpoints.equals(before.get())) {
            annotate(endpoints);
            cluster.store().write(Kinds.ENDPOINTS, endpoints, WRITER);
        }
    }

    private ObjectNode newEndpoints(ObjectNode service) {
        ObjectNode endpoints = JsonNodeFactory.instance.objectNode();
        endpoints.put("kind", "Endpoints").put("apiVersion", "v1");
        ObjectNode metadata = endpoints.putObject("metadata");
        metadata.put("name", Metadata.name(service)).put("namespace", Metadata.namespace(service));
        ObjectNode labels = metadata.putObject("labels");
        labels.put("endpoints.kubernetes.io/managed-by", "endpoint-controller");
        if (service.path("spec").path("clusterIP").asText().equals("None")) {
            labels.put("service.kubernetes.io/headless", "");
        }
        annotate(endpoints);
        return endpoints;
    }

    private static ArrayNode subsets(ObjectNode service, List<Pod> pods) {
        boolean publishAll =
                service.path("spec").path("publishNotReadyAddresses").asBoolean();
        ArrayNode ready = JsonNodeFactory.instance.arrayNode();
        ArrayNode notReady = JsonNodeFactory.instance.arrayNode();
        for (Pod pod : pods) {
            if (publishAll || !pod.terminating()) {
                (publishAll || pod.ready() ? ready : notReady).add(address(service, pod));
            }
        }
        ArrayNode subsets = JsonNodeFactory.instance.arrayNode();
        if (!ready.isEmpty() || !notReady.isEmpty()) {
            ObjectNode subset = subsets.addObject();
            if (!ready.isEmpty()) {
                subset.set("addresses", ready);
            }
            if (!notReady.isEmpty()) {
                subset.set("notReadyAddresses", notReady);
            }
            subset.set("ports", ports(service));
        }
        return subsets;
    }

    private static ObjectNode address(ObjectNode service, Pod pod) {
        ObjectNode address = JsonNodeFactory.instance.objectNode();
        address.put("ip", pod.address().orElseThrow());
        if (pod.spec().path("subdomain").asText().equals(Metadata.name(service))) {
            address.put("hostname", pod.spec().path("hostname").asText());
        }
        pod.node().ifPresent(node -> address.put("nodeName", node));
        address.set("targetRef", targetRef(pod));
        return address;
    }
}
