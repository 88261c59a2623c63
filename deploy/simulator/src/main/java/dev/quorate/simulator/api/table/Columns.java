package dev.quorate.simulator.api.table;

import static dev.quorate.simulator.api.table.Cells.NONE;
import static dev.quorate.simulator.api.table.Cells.at;
import static dev.quorate.simulator.api.table.Cells.number;
import static dev.quorate.simulator.api.table.Cells.text;
import static dev.quorate.simulator.api.table.Column.integer;
import static dev.quorate.simulator.api.table.Column.wide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** The columns of the built-in kinds. */
public final class Columns {

    private static final Column NAME = Column.name(Cells::name);
    private static final Column AGE = Column.text("Age", Cells::age);
    private static final Column CONTAINERS =
            wide("Containers", (object, now) -> text(Cells.joined(containers(object), "name")));
    private static final Column IMAGES =
            wide("Images", (object, now) -> text(Cells.joined(containers(object), "image")));
    private static final Column POD_SELECTOR = wide(
            "Selector",
            (object, now) ->
                    text(Cells.labels(object.path("spec").path("selector").path("matchLabels"))));

    private static final Map<Kind, List<Column>> BY_KIND = Map.ofEntries(
            Map.entry(
                    Kinds.CONFIG_MAP,
                    List.of(NAME, Column.text("Data", (object, now) -> number(entries(object))), AGE)),
            Map.entry(
                    Kinds.SECRET,
                    List.of(
                            NAME,
                            path("Type", NONE, "type"),
                            Column.text("Data", (object, now) -> number(entries(object))),
                            AGE)),
            Map.entry(Kinds.NAMESPACE, List.of(NAME, path("Status", "", "status", "phase"), AGE)),
            Map.entry(Kinds.POD, pod()),
            Map.entry(Kinds.SERVICE, service()),
            Map.entry(Kinds.STATEFUL_SET, List.of(NAME, Column.text("Ready", Columns::ready), AGE, CONTAINERS, IMAGES)),
            Map.entry(
                    Kinds.DEPLOYMENT,
                    List.of(
                            NAME,
                            Column.text("Ready", Columns::ready),
                            Column.text("Up-to-date", (object, now) -> number(count(object, "updatedReplicas"))),
                            Column.text("Available", (object, now) -> number(count(object, "availableReplicas"))),
                            AGE,
                            CONTAINERS,
                            IMAGES,
                            POD_SELECTOR)),
            Map.entry(
                    Kinds.REPLICA_SET,
                    List.of(
                            NAME,
                            integer(
                                    "Desired",
                                    (object, now) -> number(
                                            object.path("spec").path("replicas").asLong())),
                            integer("Current", (object, now) -> number(count(object, "replicas"))),
                            integer("Ready", (object, now) -> number(count(object, "readyReplicas"))),
                            AGE,
                            CONTAINERS,
                            IMAGES,
                            POD_SELECTOR)),
            Map.entry(
                    Kinds.CONTROLLER_REVISION,
                    List.of(
                            NAME,
                            Column.text("Controller", Columns::controller),
                            Column.text("Revision", (object, now) -> object.path("revision")),
                            AGE)),
            Map.entry(Kinds.CLAIM, claim()),
            Map.entry(Kinds.VOLUME, volume()),
            Map.entry(
                    Kinds.DISRUPTION_BUDGET,
                    List.of(
                            NAME,
                            path("Min Available", "N/A", "spec", "minAvailable"),
                            path("Max Unavailable", "N/A", "spec", "maxUnavailable"),
                            integer(
                                    "Allowed Disruptions",
                                    (object, now) -> number(count(object, "disruptionsAllowed"))),
                            AGE)),
            Map.entry(Kinds.LEASE, List.of(NAME, path("Holder", "", "spec", "holderIdentity"), AGE)),
            Map.entry(Kinds.NODE, node()),
            Map.entry(Kinds.EVENT, event()),
            Map.entry(
                    Kinds.ENDPOINT_SLICE,
                    List.of(
                            NAME,
                            path("AddressType", "", "addressType"),
                            Column.text(
                                    "Ports", (object, now) -> text(unset(Cells.joined(object.path("ports"), "port")))),
                            Column.text("Endpoints", (object, now) -> text(unset(addresses(object)))),
                            AGE)),
            Map.entry(
                    Kinds.STORAGE_CLASS,
                    List.of(
                            NAME,
                            path("Provisioner", "", "provisioner"),
                            path("ReclaimPolicy", "", "reclaimPolicy"),
                            path("VolumeBindingMode", "", "volumeBindingMode"),
                            path("AllowVolumeExpansion", "false", "allowVolumeExpansion"),
                            AGE)),
            Map.entry(Kinds.AUTOSCALER, AutoscalerColumns.all(NAME, AGE)),
            Map.entry(Kinds.CRON_JOB, CronJobColumns.all(NAME, AGE)),
            Map.entry(Kinds.ENDPOINTS, List.of(NAME, Column.text("Endpoints", EndpointCells::all), AGE)),
            Map.entry(
                    Kinds.CUSTOM_RESOURCE_DEFINITION,
                    List.of(
                            NAME,
                            Column.text(
                                    "Created At",
                                    (object, now) -> object.path("metadata").path("creationTimestamp")))));

    private Columns() {}

    public static List<Column> of(Kind kind) {
        return BY_KIND.getOrDefault(kind, List.of(NAME, AGE));
    }

    static Column path(String name, String otherwise, String... path) {
        return Column.text(name, (object, now) -> text(at(object, otherwise, path)));
    }

    private static List<Column> pod() {
        return List.of(
                NAME,
                Column.text("Ready", PodCells::ready),
                Column.text("Status", PodCells::status),
                Column.text("Restarts", PodCells::restarts),
                AGE,
                wide("IP", (object, now) -> text(at(object, NONE, "status", "podIP"))),
                wide("Node", (object, now) -> text(at(object, NONE, "spec", "nodeName"))),
                wide("Nominated Node", (object, now) -> text(at(object, NONE, "status", "nominatedNodeName"))),
                wide("Readiness Gates", (object, now) -> text(NONE)));
    }

    private static List<Column> service() {
        return List.of(
                NAME,
                path("Type", "", "spec", "type"),
                path("Cluster-IP", NONE, "spec", "clusterIP"),
                path("External-IP", NONE, "spec", "externalName"),
                Column.text("Port(s)", (object, now) -> text(ports(object))),
                AGE,
                wide(
                        "Selector",
                        (object, now) -> text(Cells.labels(object.path("spec").path("selector")))));
    }

    private static List<Column> claim() {
        return List.of(
                NAME,
                Column.text(
                        "Status",
                        (object, now) -> text(
                                object.path("metadata").hasNonNull("deletionTimestamp")
                                        ? "Terminating"
                                        : at(object, "", "status", "phase"))),
                path("Volume", "", "spec", "volumeName"),
                path("Capacity", "", "status", "capacity", "storage"),
                Column.text(
                        "Access Modes",
                        (object, now) ->
                                text(Cells.accessModes(object.path("status").path("accessModes")))),
                path("StorageClass", "", "spec", "storageClassName"),
                path("VolumeAttributesClass", Cells.UNSET, "spec", "volumeAttributesClassName"),
                AGE,
                wide("VolumeMode", (object, now) -> text(at(object, "", "spec", "volumeMode"))));
    }

    private static List<Column> volume() {
        return List.of(
                NAME,
                path("Capacity", "", "spec", "capacity", "storage"),
                Column.text(
                        "Access Modes",
                        (object, now) ->
                                text(Cells.accessModes(object.path("spec").path("accessModes")))),
                path("Reclaim Policy", "", "spec", "persistentVolumeReclaimPolicy"),
                path("Status", "", "status", "phase"),
                Column.text("Claim", (object, now) -> {
                    JsonNode claim = object.path("spec").path("claimRef");
                    return text(claim.isMissingNode() ? "" : at(claim, "", "namespace") + "/" + at(claim, "", "name"));
                }),
                path("StorageClass", "", "spec", "storageClassName"),
                AGE);
    }

    private static List<Column> node() {
        return List.of(
                NAME,
                Column.text("Status", (object, now) -> text(nodeStatus(object))),
                Column.text("Roles", (object, now) -> text(NONE)),
                AGE,
                path("Version", "", "status", "nodeInfo", "kubeletVersion"));
    }

    private static List<Column> event() {
        return List.of(
                Column.text(
                        "Last Seen",
                        (object, now) ->
                                text(Cells.since(at(object, at(object, "", "eventTime"), "lastTimestamp"), now))),
                path("Type", "", "type"),
                path("Reason", "", "reason"),
                Column.text("Object", (object, now) -> text(involved(object))),
                wide("Subobject", (object, now) -> text(at(object, "", "involvedObject", "fieldPath"))),
                wide(
                        "Source",
                        (object, now) -> text(at(object, at(object, "", "reportingComponent"), "source", "component"))),
                path("Message", "", "message"),
                wide(
                        "First Seen",
                        (object, now) ->
                                text(Cells.since(at(object, at(object, "", "eventTime"), "firstTimestamp"), now))),
                wide(
                        "Count",
                        (object, now) -> number(Math.max(1, object.path("count").asLong()))),
                new Column("Name", "string", "name", 1, Cells::name));
    }

    private static String involved(ObjectNode event) {
        String kind = at(event, "", "involvedObject", "kind").toLowerCase(Locale.ROOT);
        String name = at(event, "", "involvedObject", "name");
        return kind.isEmpty() ? name : kind + "/" + name;
    }

    private static String nodeStatus(ObjectNode node) {
        String ready = "Unknown";
        for (JsonNode condition : node.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                ready = condition.path("status").asText().equals("True") ? "Ready" : "NotReady";
            }
        }
        return node.path("spec").path("unschedulable").asBoolean() ? ready + ",SchedulingDisabled" : ready;
    }

    private static String ports(ObjectNode service) {
        StringJoiner ports = new StringJoiner(",");
        for (JsonNode port : service.path("spec").path("ports")) {
            String node = port.has("nodePort") ? ":" + port.path("nodePort").asText() : "";
            ports.add(port.path("port").asText() + node + "/"
                    + port.path("protocol").asText());
        }
        return ports.length() == 0 ? NONE : ports.toString();
    }

    private static JsonNode ready(ObjectNode object, Instant now) {
        return text(count(object, "readyReplicas") + "/"
                + object.path("spec").path("replicas").asLong());
    }

    private static JsonNode controller(ObjectNode object, Instant now) {
        for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
            if (owner.path("controller").asBoolean()) {
                String version = owner.path("apiVersion").asText();
                String group = version.contains("/") ? "." + version.substring(0, version.indexOf('/')) : "";
                String kind = owner.path("kind").asText().toLowerCase(Locale.ROOT);
                return text(kind + group + "/" + owner.path("name").asText());
            }
        }
        return text(NONE);
    }

    private static String addresses(ObjectNode slice) {
        StringJoiner addresses = new StringJoiner(",");
        slice.path("endpoints")
                .forEach(endpoint -> endpoint.path("addresses").forEach(each -> addresses.add(each.asText())));
        return addresses.toString();
    }

    private static String unset(String text) {
        return text.isEmpty() ? Cells.UNSET : text;
    }

    private static JsonNode containers(ObjectNode object) {
        return object.path("spec").path("template").path("spec").path("containers");
    }

    private static long entries(ObjectNode object) {
        return (long) object.path("data").size() + object.path("binaryData").size();
    }

    private static long count(ObjectNode object, String field) {
        return object.path("status").path(field).asLong();
    }
}
