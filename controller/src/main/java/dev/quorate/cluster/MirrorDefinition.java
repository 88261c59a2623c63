package dev.quorate.cluster;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.schema.Schemas;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;

/** The definition of the mirror, {@code StatefulApp}. */
final class MirrorDefinition {

    static final ObjectRef REF = Definition.ref(Kind.STATEFUL_APP);

    private static final int FORM = 6;

    private MirrorDefinition() {}

    static Manifest manifest() {
        return Definition.manifest(Kind.STATEFUL_APP, "sapp", FORM, version());
    }

    private static ObjectNode version() {
        ObjectNode version = Definition.version();
        ArrayNode columns = version.putArray("additionalPrinterColumns");
        Definition.column(columns, "Engine", "string", ".spec.engine");
        Definition.column(columns, "Desired", "integer", ".status.replicas.desired");
        Definition.column(columns, "Ready", "integer", ".status.replicas.ready");
        Definition.column(columns, "Status", "string", ".status.conditions[?(@.type==\"Ready\")].status");
        Definition.column(columns, "Reason", "string", ".status.conditions[?(@.type==\"Ready\")].reason");
        Definition.column(columns, "Commit", "string", ".spec.source.commit");
        Definition.column(columns, "Age", "date", ".metadata.creationTimestamp");
        Definition.wideColumn(columns, "Message", "string", ".status.conditions[?(@.type==\"Ready\")].message");
        version.putObject("schema").set("openAPIV3Schema", Schemas.standard().customResource());
        version.putObject("subresources").putObject("status");
        return version;
    }
}
