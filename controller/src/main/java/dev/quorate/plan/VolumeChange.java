package dev.quorate.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObservedClaim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The volumes of a StatefulSet as one manifest wants them and as another has them. More room is all that a volume can be
 * given; what is smaller, of another class or not there at all is another volume, and the data would be left on the old one.
 */
record VolumeChange(Manifest wanted, Manifest live) {

    private static final String TEMPLATES = "/spec/volumeClaimTemplates";
    private static final String CLASS = "storageClassName";
    private static final List<String> KIND = List.of("accessModes", "volumeMode");
    private static final Map<String, String> DEFAULTS = Map.of("volumeMode", "\"Filesystem\"");

    /** The size that a set gives to the claims of a template; empty for one that it does not have. */
    static Optional<String> size(Manifest statefulSet, String template) {
        for (JsonNode claim : statefulSet.at(TEMPLATES)) {
            if (name(claim).equals(template)) {
                return text(size(claim.path("spec")));
            }
        }
        return Optional.empty();
    }

    /** {@code volume data 2Gi}: what grows. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        templates(wanted).forEach((name, spec) -> {
            String to = size(spec);
            if (Quantity.less(size(spec(name)), to)) {
                words.add("volume " + name + " " + to);
            }
        });
        return words;
    }

    boolean none() {
        Map<String, JsonNode> wants = templates(wanted);
        return wants.keySet().equals(templates(live).keySet())
                && wants.entrySet().stream().allMatch(volume -> same(volume.getValue(), spec(volume.getKey())));
    }

    private static boolean same(JsonNode one, JsonNode other) {
        String size = size(one);
        String otherSize = size(other);
        return (size.equals(otherSize) || Quantity.equal(size, otherSize))
                && text(one.path(CLASS)).equals(text(other.path(CLASS)))
                && KIND.stream().allMatch(field -> said(one, field).equals(said(other, field)));
    }

    /** @param claims what the pods have: a class that is only now written down is no other one if they are of it */
    Optional<Refusal> refusal(List<ObservedClaim> claims) {
        return templates(wanted).entrySet().stream()
                .flatMap(volume -> refusal(volume.getKey(), volume.getValue(), claims).stream())
                .findFirst()
                .or(this::gone);
    }

    private Optional<Refusal> refusal(String name, JsonNode spec, List<ObservedClaim> claims) {
        JsonNode now = spec(name);
        if (now.isMissingNode()) {
            return Optional.of(refusal(
                    "Git asks for the volume " + name + " beside those that " + live.ref()
                            + " has, and a pod that runs cannot get one more.",
                    "Take it out of the file again"));
        }
        String size = size(spec);
        String had = size(now);
        if (Quantity.less(size, had)) {
            return Optional.of(refusal(
                    "Git asks for " + size + " for the volume " + name + " of " + live.ref() + ", which is of " + had
                            + ", and no volume can be made smaller.",
                    "Write size: " + had + " again"));
        }
        return otherClass(name, spec, now, claims).or(() -> otherKind(name, spec, now));
    }

    private Optional<Refusal> otherClass(String name, JsonNode spec, JsonNode now, List<ObservedClaim> claims) {
        Optional<String> asked = text(spec.path(CLASS));
        Optional<String> said = text(now.path(CLASS));
        boolean written = said.isEmpty()
                && claims.stream()
                        .filter(claim -> claim.template().equals(name))
                        .allMatch(claim -> claim.space().storageClass().equals(asked));
        if (asked.equals(said) || written) {
            return Optional.empty();
        }
        return Optional.of(refusal(
                "Git asks for " + asked.map("StorageClass "::concat).orElse("the default StorageClass")
                        + " for the volume " + name + " of " + live.ref() + ", which was made with "
                        + said.map("StorageClass "::concat).orElse("the default StorageClass")
                        + ", and a volume stays in the class that it was made in.",
                said.map(old -> "Write storageClassName: " + old + " again")
                        .orElse("Take storageClassName away again")));
    }

    private Optional<Refusal> otherKind(String name, JsonNode spec, JsonNode now) {
        return KIND.stream()
                .filter(field -> !said(spec, field).equals(said(now, field)))
                .findFirst()
                .map(field -> refusal(
                        "Git asks for other " + field + " of the volume " + name + " of " + live.ref()
                                + ", and a volume keeps those that it was made with.",
                        "Write " + field + ": " + said(now, field).replace("\"", "") + " again"));
    }

    private Optional<Refusal> gone() {
        return templates(live).keySet().stream()
                .filter(name -> !templates(wanted).containsKey(name))
                .findFirst()
                .map(name -> refusal(
                        "Git no longer asks for the volume " + name + " of " + live.ref()
                                + ", and without it the pods would lose what they keep there.",
                        "Write it into the file again"));
    }

    private static Refusal refusal(String what, String back) {
        return Refusal.forPerson(
                Guard.STORAGE_CANNOT_CHANGE,
                what + " " + back + "; or make another app with the storage that you want, move the data there by the"
                        + " engine's own means, and then remove this one. Until then nothing of the app is changed, and"
                        + " its pods run on as they are.");
    }

    private JsonNode spec(String name) {
        return templates(live).getOrDefault(name, MissingNode.getInstance());
    }

    private static String said(JsonNode spec, String field) {
        return spec.has(field) ? spec.get(field).toString() : DEFAULTS.getOrDefault(field, "");
    }

    private static Map<String, JsonNode> templates(Manifest statefulSet) {
        Map<String, JsonNode> templates = new LinkedHashMap<>();
        statefulSet.at(TEMPLATES).forEach(claim -> templates.put(name(claim), claim.path("spec")));
        return templates;
    }

    private static String name(JsonNode claim) {
        return claim.path("metadata").path("name").asText();
    }

    private static String size(JsonNode spec) {
        return spec.path("resources").path("requests").path("storage").asText();
    }

    private static Optional<String> text(JsonNode node) {
        return text(node.asText());
    }

    private static Optional<String> text(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
