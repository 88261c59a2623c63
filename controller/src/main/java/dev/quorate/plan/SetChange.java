package dev.quorate.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Manifest;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an apply would change of a StatefulSet, and how much that costs: nothing, a restart of every pod, or a new set. */
record SetChange(Manifest wanted, Manifest live) {

    /** Names the commit in {@code kubectl rollout history}, which reads it from the revision that was made with it. */
    static final String CAUSE = "kubernetes.io/change-cause";

    /** The stamp of the template that was in force on all pods before the newest. */
    static final String BEFORE = "quorate.dev/template-before";

    private static final String TEMPLATE = "spec.template.";
    private static final String IMAGE = "image ";
    private static final Pattern CONTAINER = Pattern.compile("(?<list>initContainers|containers)\\[(?<name>[^\\]]*)]");
    private static final Comparator<String> IMAGES_FIRST =
            Comparator.comparing((String word) -> !word.startsWith(IMAGE)).thenComparing(Comparator.naturalOrder());

    private static final List<String> FREE = List.of(
            "metadata",
            "spec.template",
            "spec.minReadySeconds",
            "spec.podManagementPolicy",
            "spec.persistentVolumeClaimRetentionPolicy",
            "spec.revisionHistoryLimit",
            "spec.updateStrategy",
            "spec.volumeClaimTemplates");

    /** Whether it makes a new revision; a field that was dropped shows in the stamp alone. */
    boolean ofTemplate() {
        Optional<String> before = live.annotation(Differences.TEMPLATE_STAMP);
        boolean stamped = before.isEmpty() || before.equals(wanted.annotation(Differences.TEMPLATE_STAMP));
        return !stamped || !templatePaths().isEmpty();
    }

    /** The fields that the API server does not let anybody change, but for those that a renewal can change. */
    List<String> frozen() {
        return Differences.changes(wanted, live).stream()
                .filter(path -> FREE.stream().noneMatch(path::startsWith))
                .toList();
    }

    /** Whether it brings back the template that pods run which the last update has not reached. */
    boolean backward() {
        Optional<String> wantedStamp = wanted.annotation(Differences.TEMPLATE_STAMP);
        return wantedStamp.isPresent() && wantedStamp.equals(live.annotation(BEFORE));
    }

    /** {@code image nginx:1.28, resources}; empty when no pod is concerned. */
    String words() {
        if (!ofTemplate()) {
            return "";
        }
        Set<String> words = new LinkedHashSet<>();
        templatePaths().stream().map(this::word).sorted(IMAGES_FIRST).forEach(words::add);
        return words.isEmpty() ? "pod template" : String.join(", ", words);
    }

    /** As it is sent: with the commit that is the cause of a new revision, and with what a revert would lead back to. */
    Manifest applied(String commit, boolean rolled) {
        boolean revises = ofTemplate();
        Optional<String> cause = revises ? Optional.of("commit " + commit) : live.annotation(CAUSE);
        Optional<String> before = live.annotation(revises && rolled ? Differences.TEMPLATE_STAMP : BEFORE);
        return wanted.with(tree -> {
            ObjectNode annotations = tree.withObjectProperty("metadata").withObjectProperty("annotations");
            cause.ifPresent(text -> annotations.put(CAUSE, text));
            before.ifPresent(stamp -> annotations.put(BEFORE, stamp));
        });
    }

    private List<String> templatePaths() {
        return Differences.changes(wanted, live).stream()
                .filter(path -> path.startsWith(TEMPLATE))
                .toList();
    }

    private String word(String path) {
        Matcher container = CONTAINER.matcher(path);
        if (container.find()) {
            JsonNode after = container(wanted, container);
            if (container(live, container).isMissingNode()) {
                return "container " + container.group("name");
            }
            if (after.isMissingNode()) {
                return "without container " + container.group("name");
            }
            if (path.endsWith("].image")) {
                return IMAGE + after.path("image").asText();
            }
        }
        if (path.contains(".resources")) {
            return "resources";
        }
        if (path.contains(".env")) {
            return "settings";
        }
        return path.startsWith(TEMPLATE + "metadata") ? "pod labels or annotations" : "pod template";
    }

    private static JsonNode container(Manifest set, Matcher path) {
        for (JsonNode container : set.at("/spec/template/spec/" + path.group("list"))) {
            if (container.path("name").asText().equals(path.group("name"))) {
                return container;
            }
        }
        return MissingNode.getInstance();
    }
}
