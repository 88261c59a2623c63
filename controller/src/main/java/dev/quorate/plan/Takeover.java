package dev.quorate.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether the pods of somebody else's StatefulSet run what Git asks for, so that they need not be made anew. */
final class Takeover {

    private static final String SPEC = "/spec/template/spec";
    private static final String METADATA = "spec.template.metadata.";
    private static final List<String> OWN = List.of("app.kubernetes.io/", "quorate.dev/");
    private static final int SHOWN = 10;

    /** What the API server writes into a template where nothing was said, by the last part of the path. */
    private static final Map<String, Set<String>> DEFAULTS = Map.ofEntries(
            Map.entry("restartPolicy", Set.of("Always")),
            Map.entry("dnsPolicy", Set.of("ClusterFirst")),
            Map.entry("schedulerName", Set.of("default-scheduler")),
            Map.entry("terminationGracePeriodSeconds", Set.of("30")),
            Map.entry("terminationMessagePath", Set.of("/dev/termination-log")),
            Map.entry("terminationMessagePolicy", Set.of("File")),
            Map.entry("imagePullPolicy", Set.of("IfNotPresent")),
            Map.entry("protocol", Set.of("TCP")),
            Map.entry("timeoutSeconds", Set.of("1")),
            Map.entry("periodSeconds", Set.of("10")),
            Map.entry("successThreshold", Set.of("1")),
            Map.entry("failureThreshold", Set.of("3")),
            Map.entry("path", Set.of("/")),
            Map.entry("scheme", Set.of("HTTP")),
            Map.entry("defaultMode", Set.of("420")),
            Map.entry("apiVersion", Set.of("v1")),
            Map.entry("automountServiceAccountToken", Set.of("true")),
            Map.entry("volumeMode", Set.of("Filesystem")),
            Map.entry("whenDeleted", Set.of("Retain")),
            Map.entry("whenScaled", Set.of("Retain")),
            Map.entry("start", Set.of("0")));

    /** The old name of serviceAccountName, and what the API server alone writes. */
    private static final Set<String> REPEATED = Set.of("serviceAccount", "status", "creationTimestamp");

    private final Manifest wanted;
    private final Manifest live;

    Takeover(Manifest wanted, Manifest live) {
        this.wanted = wanted;
        this.live = live;
    }

    /** Names the template that pods run. */
    static String template(Manifest statefulSet) {
        return Digest.of(statefulSet.at("/spec/template"));
    }

    List<Refusal> refusals() {
        List<Refusal> refusals = new ArrayList<>();
        JsonNode owner = live.at("/metadata/ownerReferences/0");
        if (owner.isObject()) {
            refusals.add(no("it belongs to " + owner.path("kind").asText() + " "
                    + owner.path("name").asText() + ", which would make it again. Take it out of those hands first."));
        }
        List<String> asked = asked();
        if (!asked.isEmpty()) {
            refusals.add(no("without a restart, since Git asks for another " + listed(asked)
                    + ". Write into the file what runs now, and change it when the app is taken over."));
        }
        List<String> unsaid = unsaid();
        if (!unsaid.isEmpty()) {
            refusals.add(no("without losing what the file does not say: " + listed(unsaid)
                    + ". Write it into the file, or take it away from the StatefulSet first."));
        }
        return refusals;
    }

    private static String listed(List<String> paths) {
        int more = paths.size() - SHOWN;
        return String.join(", ", paths.subList(0, Math.min(SHOWN, paths.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private Refusal no(String why) {
        String is = why.startsWith("without") ? " " : ": ";
        return Refusal.forPerson(Guard.ADOPTION_NOT_POSSIBLE, live.ref() + " cannot be taken over" + is + why);
    }

    /** Values that Git asks for and the pods do not run with. */
    private List<String> asked() {
        List<String> paths = new ArrayList<>();
        Differences.missing(wanted.at(SPEC), live.at(SPEC)).stream()
                .filter(path -> !grantsToken(path))
                .forEach(path -> paths.add("spec.template.spec." + path));
        asked("labels", paths);
        asked("annotations", paths);
        Differences.missing(wanted.at("/spec/serviceName"), live.at("/spec/serviceName"))
                .forEach(path -> paths.add("spec.serviceName"));
        Differences.missing(claims(wanted), claims(live))
                .forEach(path -> paths.add("spec.volumeClaimTemplates" + path));
        return paths;
    }

    /** A template with another label makes another revision too. */
    private void asked(String metadata, List<String> paths) {
        Differences.missing(theirs(wanted, metadata), theirs(live, metadata))
                .forEach(path -> paths.add(METADATA + metadata + "." + path));
    }

    /** Values that the pods run with and Git does not mention. */
    private List<String> unsaid() {
        List<String> paths = new ArrayList<>();
        unsaid("spec.template.spec", live.at(SPEC), wanted.at(SPEC), paths);
        unsaid(METADATA + "labels", theirs(live, "labels"), theirs(wanted, "labels"), paths);
        unsaid(METADATA + "annotations", theirs(live, "annotations"), theirs(wanted, "annotations"), paths);
        unsaid("spec.volumeClaimTemplates", claims(live), claims(wanted), paths);
        unsaid(
                "spec.persistentVolumeClaimRetentionPolicy",
                live.at("/spec/persistentVolumeClaimRetentionPolicy"),
                MissingNode.getInstance(),
                paths);
        unsaid("spec.ordinals", live.at("/spec/ordinals"), MissingNode.getInstance(), paths);
        return paths;
    }

    private static void unsaid(String path, JsonNode live, JsonNode wanted, List<String> paths) {
        if (live.isObject()) {
            live.properties().forEach(field -> {
                if (!REPEATED.contains(field.getKey())) {
                    unsaid(path + "." + field.getKey(), field.getValue(), wanted.path(field.getKey()), paths);
                }
            });
        } else if (live.isArray() && !live.isEmpty() && live.get(0).path("name").isTextual()) {
            live.forEach(item -> {
                String name = item.path("name").asText();
                unsaid(path + "[" + name + "]", item, Differences.named(wanted, name), paths);
            });
        } else if (live.isArray()) {
            for (int i = 0; i < live.size(); i++) {
                unsaid(path + "[" + i + "]", live.get(i), wanted.path(i), paths);
            }
        } else if (wanted.isMissingNode() && live.isValueNode() && !live.isNull() && !isDefault(path, live)) {
            paths.add(path);
        }
    }

    private static boolean isDefault(String path, JsonNode value) {
        String field = path.substring(path.lastIndexOf('.') + 1);
        return DEFAULTS.getOrDefault(field, Set.of()).contains(value.asText());
    }

    /** Nothing said means true, so who says so asks for what runs. */
    private boolean grantsToken(String path) {
        return path.equals("automountServiceAccountToken")
                && wanted.at(SPEC).path(path).asBoolean();
    }

    /** What Quorate and Kubernetes set by themselves is theirs to change. */
    private static ObjectNode theirs(Manifest set, String metadata) {
        ObjectNode theirs = JsonNodeFactory.instance.objectNode();
        set.at("/spec/template/metadata/" + metadata).properties().stream()
                .filter(entry -> OWN.stream().noneMatch(entry.getKey()::startsWith))
                .forEach(entry -> theirs.set(entry.getKey(), entry.getValue()));
        return theirs;
    }

    /** Claim templates by name, without their labels, which go on the claims themselves. */
    private static ObjectNode claims(Manifest set) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        set.at("/spec/volumeClaimTemplates")
                .forEach(claim -> claims.set(claim.at("/metadata/name").asText(), claim.path("spec")));
        return claims;
    }
}
