package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A CustomResourceDefinition of ours: made when missing, replaced when older than ours. */
public final class Definition {

    /** Waits for a while; a test lets its clock do so. */
    public interface Pause {
        void rest(Duration rest) throws InterruptedException;
    }

    private static final String FORM_ANNOTATION = "quorate.dev/definition";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final String INSTALL_BY_HAND = "kubectl apply -f deploy/kubernetes/crd.yaml";

    private final Manifest wanted;
    private final ApiServer server;
    private final Pause pause;

    public Definition(Manifest wanted, ApiTransport transport, Pause pause) {
        this.wanted = wanted;
        this.server = new ApiServer(transport);
        this.pause = pause;
    }

    /** All of ours, as they are made and as {@code deploy/kubernetes/crd.yaml} holds them. */
    public static List<Manifest> all() {
        return List.of(MirrorDefinition.manifest(), ScaleTargetDefinition.manifest());
    }

    /** Makes or replaces the definition where it has to, and waits until its objects can be written. */
    public void install(Duration atMost) throws ClusterException, InterruptedException {
        Optional<Manifest> live = server.read(wanted.ref());
        if (live.isEmpty()) {
            create();
        } else if (form(live.get()) < form(wanted)) {
            server.replace(upgraded(live.get()), "");
        }
        awaitServed(atMost);
    }

    /** For those who may not define resources: waits until somebody else's definition serves. */
    public void require(Duration atMost) throws ClusterException, InterruptedException {
        Optional<Manifest> live = server.read(wanted.ref());
        if (live.isEmpty() || form(live.get()) < form(wanted)) {
            throw new ClusterException(
                    Reason.NOT_FOUND,
                    "this cluster has " + (live.isEmpty() ? "no" : "an older")
                            + " definition of " + defined().title() + "; let somebody who may define resources run: "
                            + INSTALL_BY_HAND);
        }
        awaitServed(atMost);
    }

    static ObjectRef ref(Kind kind) {
        return new ObjectRef(Kind.CUSTOM_RESOURCE_DEFINITION, "", kind.plural() + "." + group(kind));
    }

    /**
     * @param form counts the forms of the definition; raise it with each change, so that an older controller leaves a newer
     *     one alone
     * @param version schema, columns and subresources
     */
    static Manifest manifest(Kind kind, String shortName, int form, ObjectNode version) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", Kind.CUSTOM_RESOURCE_DEFINITION.apiVersion());
        tree.put("kind", Kind.CUSTOM_RESOURCE_DEFINITION.title());
        ObjectNode metadata = tree.putObject("metadata").put("name", ref(kind).name());
        metadata.putObject("annotations").put(FORM_ANNOTATION, Integer.toString(form));
        ObjectNode spec = tree.putObject("spec");
        spec.put("group", group(kind)).put("scope", "Namespaced");
        ObjectNode names = spec.putObject("names");
        names.put("kind", kind.title()).put("listKind", kind.title() + "List");
        names.put("plural", kind.plural()).put("singular", kind.title().toLowerCase(Locale.ROOT));
        names.putArray("shortNames").add(shortName);
        spec.putArray("versions").add(version);
        return new Manifest(tree);
    }

    static ObjectNode version() {
        ObjectNode version = JsonNodeFactory.instance.objectNode();
        return version.put("name", "v1alpha1").put("served", true).put("storage", true);
    }

    static ObjectNode column(ArrayNode columns, String name, String type, String path) {
        return columns.addObject().put("name", name).put("type", type).put("jsonPath", path);
    }

    /** What {@code -o wide} alone shows. */
    static void wideColumn(ArrayNode columns, String name, String type, String path) {
        column(columns, name, type, path).put("priority", 1);
    }

    private void create() throws ClusterException {
        try {
            server.create(wanted);
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

    private Manifest upgraded(Manifest live) {
        JsonNode spec = wanted.at("/spec");
        return live.with(tree -> {
            tree.set("spec", spec);
            tree.withObject("/metadata/annotations").put(FORM_ANNOTATION, Integer.toString(form(wanted)));
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
        ApiRequest request = ApiRequest.get(Paths.all(defined()), Map.of("limit", "1"));
        try {
            server.exchange("list " + defined().plural(), request);
            return Optional.empty();
        } catch (ClusterException notYet) {
            return Optional.of(notYet);
        }
    }

    private static int form(Manifest live) {
        String form = live.annotation(FORM_ANNOTATION).orElse("0");
        return form.matches("[0-9]{1,6}") ? Integer.parseInt(form) : 0;
    }

    private Kind defined() {
        String apiVersion = wanted.at("/spec/group").asText() + "/"
                + wanted.at("/spec/versions/0/name").asText();
        return Kind.of(apiVersion, wanted.at("/spec/names/kind").asText());
    }

    private static String group(Kind kind) {
        return kind.apiVersion().substring(0, kind.apiVersion().indexOf('/'));
    }
}
