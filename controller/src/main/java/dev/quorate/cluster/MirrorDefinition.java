package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.schema.Schemas;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The CustomResourceDefinition of the mirror, {@code StatefulApp}: made when missing, replaced when older than ours. */
public final class MirrorDefinition {

    /** Waits for a while; a test lets its clock do so. */
    public interface Pause {
        void rest(Duration rest) throws InterruptedException;
    }

    static final ObjectRef REF =
            new ObjectRef(Kind.CUSTOM_RESOURCE_DEFINITION, "", Kind.STATEFUL_APP.plural() + "." + group());

    /** Counts the forms of the definition; raise it with each change, so that an older controller leaves a newer one alone. */
    private static final int FORM = 6;

    private static final String FORM_ANNOTATION = "quorate.dev/definition";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final String INSTALL_BY_HAND = "kubectl apply -f deploy/kubernetes/crd.yaml";

    private final ApiServer server;
    private final Pause pause;

    public MirrorDefinition(ApiTransport transport, Pause pause) {
        this.server = new ApiServer(transport);
        this.pause = pause;
    }

    /** Makes or replaces the definition where it has to, and waits until mirrors can be written. */
    public void install(Duration atMost) throws ClusterException, InterruptedException {
        Optional<Manifest> live = server.read(REF);
        if (live.isEmpty()) {
            create();
        } else if (form(live.get()) < FORM) {
            server.replace(upgraded(live.get()), "");
        }
        awaitServed(atMost);
    }

    /** For those who may not define resources: waits until somebody else's definition serves. */
    public void require(Duration atMost) throws ClusterException, InterruptedException {
        Optional<Manifest> live = server.read(REF);
        if (live.isEmpty() || form(live.get()) < FORM) {
            throw new ClusterException(
                    Reason.NOT_FOUND,
                    "this cluster has " + (live.isEmpty() ? "no" : "an older")
                            + " definition of StatefulApp; let somebody" + " who may define resources run: "
                            + INSTALL_BY_HAND);
        }
        awaitServed(atMost);
    }

    /** The definition as it is made and as {@code deploy/kubernetes/crd.yaml} holds it. */
    public static Manifest manifest() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", REF.kind().apiVersion()).put("kind", REF.kind().title());
        ObjectNode metadata = tree.putObject("metadata").put("name", REF.name());
        metadata.putObject("annotations").put(FORM_ANNOTATION, Integer.toString(FORM));
        ObjectNode spec = tree.putObject("spec");
        spec.put("group", group()).put("scope", "Namespaced");
        ObjectNode names = spec.putObject("names");
        names.put("kind", Kind.STATEFUL_APP.title()).put("listKind", Kind.STATEFUL_APP.title() + "List");
        names.put("plural", Kind.STATEFUL_APP.plural()).put("singular", "statefulapp");
        names.putArray("shortNames").add("sapp");
        spec.putArray("versions").add(version());
        return new Manifest(tree);
    }

    private static ObjectNode version() {
        ObjectNode version = JsonNodeFactory.instance.objectNode();
        version.put("name", "v1alpha1").put("served", true).put("storage", true);
        ArrayNode columns = version.putArray("additionalPrinterColumns");
        column(columns, "Engine", "string", ".spec.engine");
        column(columns, "Desired", "integer", ".status.replicas.desired");
        column(columns, "Ready", "integer", ".status.replicas.ready");
        column(columns, "Status", "string", ".status.conditions[?(@.type==\"Ready\")].status");
        column(columns, "Reason", "string", ".status.conditions[?(@.type==\"Ready\")].reason");
        column(columns, "Commit", "string", ".spec.source.commit");
        column(columns, "Age", "date", ".metadata.creationTimestamp");
        wideColumn(columns, "Message", "string", ".status.conditions[?(@.type==\"Ready\")].message");
        version.putObject("schema").set("openAPIV3Schema", Schemas.standard().customResource());
        version.putObject("subresources").putObject("status");
        return version;
    }

    private static ObjectNode column(ArrayNode columns, String name, String type, String path) {
        return columns.addObject().put("name", name).put("type", type).put("jsonPath", path);
    }

    /** What {@code -o wide} alone shows. */
    private static void wideColumn(ArrayNode columns, String name, String type, String path) {
        column(columns, name, type, path).put("priority", 1);
    }

    private void create() throws ClusterException {
        try {
            server.create(manifest());
        } catch (ClusterException no) {
            if (no.reason() == Reason.FORBIDDEN) {
                throw new ClusterException(
                        Reason.FORBIDDEN, no.getMessage() + "; or let somebody who may run: " + INSTALL_BY_HAND);
            }
            if (no.reason() != Reason.ALREADY_EXISTS) {
                throw no;
            }
        }
    }

    private static Manifest upgraded(Manifest live) {
        JsonNode spec = manifest().at("/spec");
        return live.with(tree -> {
            tree.set("spec", spec);
            tree.withObject("/metadata/annotations").put(FORM_ANNOTATION, Integer.toString(FORM));
        });
    }

    private void awaitServed(Duration atMost) throws ClusterException, InterruptedException {
        Optional<ClusterException> why = served();
        for (long waited = 0; why.isPresent(); waited += LOOK_AGAIN.toMillis()) {
            if (waited >= atMost.toMillis()) {
                throw why.get();
            }
            pause.rest(LOOK_AGAIN);
            why = served();
        }
    }

    /** A definition that says Established can still answer 404 or 429 for a moment: only an answer proves it. */
    private Optional<ClusterException> served() {
        ApiRequest request = ApiRequest.get(Paths.all(Kind.STATEFUL_APP), Map.of("limit", "1"));
        try {
            server.exchange("list statefulapps", request);
            return Optional.empty();
        } catch (ClusterException notYet) {
            return Optional.of(notYet);
        }
    }

    private static int form(Manifest live) {
        String form = live.annotation(FORM_ANNOTATION).orElse("0");
        return form.matches("[0-9]{1,6}") ? Integer.parseInt(form) : 0;
    }

    private static String group() {
        String apiVersion = Kind.STATEFUL_APP.apiVersion();
        return apiVersion.substring(0, apiVersion.indexOf('/'));
    }
}
