package dev.quorate.cluster;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;

/**
 * The definition of {@code ScaleTarget}: where an autoscaler writes how many members it asks for. Its scale subresource is all
 * that an HPA, KEDA or {@code kubectl scale} needs; its status says what became of the request.
 */
final class ScaleTargetDefinition {

    private static final int FORM = 1;
    private static final long MOST = Integer.MAX_VALUE;

    private ScaleTargetDefinition() {}

    static Manifest manifest() {
        return Definition.manifest(Kind.SCALE_TARGET, "sct", FORM, version());
    }

    private static ObjectNode version() {
        ObjectNode version = Definition.version();
        ArrayNode columns = version.putArray("additionalPrinterColumns");
        Definition.column(columns, "Min", "integer", ".status.minReplicas");
        Definition.column(columns, "Max", "integer", ".status.maxReplicas");
        Definition.column(columns, "Request", "integer", ".spec.replicas");
        Definition.column(columns, "Accepted", "integer", ".status.accepted");
        Definition.column(columns, "Live", "integer", ".status.replicas");
        Definition.column(columns, "Reason", "string", ".status.reason");
        Definition.column(columns, "Age", "date", ".metadata.creationTimestamp");
        Definition.wideColumn(columns, "Message", "string", ".status.message");
        version.putObject("schema").set("openAPIV3Schema", schema());
        ObjectNode subresources = version.putObject("subresources");
        subresources.putObject("status");
        ObjectNode scale = subresources.putObject("scale");
        scale.put("specReplicasPath", ".spec.replicas");
        scale.put("statusReplicasPath", ".status.replicas");
        scale.put("labelSelectorPath", ".status.selector");
        return version;
    }

    private static ObjectNode schema() {
        ObjectNode schema = object("A request for a number of members, inside the bounds that Git gives.");
        schema.putArray("required").add("spec");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        properties.putObject("metadata").put("type", "object");
        ObjectNode spec = object(
                "What is asked for; written by an autoscaler or a person, and by Quorate once, when it is made.");
        spec.putArray("required").add("replicas");
        count(spec.putObject("properties"), "replicas", "How many members are asked for.");
        properties.set("spec", spec);
        properties.set("status", status());
        return schema;
    }

    private static ObjectNode status() {
        ObjectNode status = object("What became of the request. Written by Quorate alone.");
        ObjectNode fields = status.putObject("properties");
        fields.putObject("observedGeneration").put("type", "integer").put("format", "int64");
        count(fields, "replicas", "How many members there are.");
        text(fields, "selector", "Selects their pods.");
        count(fields, "minReplicas", "The lower bound that Git gives.");
        count(fields, "maxReplicas", "The upper bound that Git gives.");
        count(fields, "request", "The request as it was read.");
        count(
                fields,
                "accepted",
                "The number that is kept: the request inside the bounds and rounded to a size that the"
                        + " engine allows, once nothing stands against it.");
        text(fields, "reason", "Why the accepted number is what it is, in one word.");
        text(fields, "message", "The same as a sentence.");
        time(fields, "since", "Since when the reason holds.");
        ObjectNode pressure = object("The wish lies outside of the bounds: a commit could widen them.");
        ObjectNode parts = pressure.putObject("properties");
        text(parts, "bound", "minReplicas or maxReplicas.");
        time(parts, "since", "Since when.");
        fields.set("pressure", pressure);
        return status;
    }

    private static ObjectNode object(String description) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("description", description)
                .put("type", "object");
    }

    private static void count(ObjectNode fields, String name, String description) {
        ObjectNode field =
                fields.putObject(name).put("description", description).put("type", "integer");
        field.put("format", "int32").put("minimum", 0).put("maximum", MOST);
    }

    private static void text(ObjectNode fields, String name, String description) {
        fields.putObject(name).put("description", description).put("type", "string");
    }

    private static void time(ObjectNode fields, String name, String description) {
        fields.putObject(name)
                .put("description", description)
                .put("type", "string")
                .put("format", "date-time");
    }
}
