package dev.quorate.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObservedClaim;
import dev.quorate.state.ObservedObject;
import dev.quorate.state.Space;
import dev.quorate.state.Space.Expansion;
import dev.quorate.state.Space.Growth;
import dev.quorate.state.Space.Stage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The claims of an observed state, by ordinal, from the words of {@link ObservedText}. */
final class ClaimsText {

    private final String namespace;
    private final DesiredSet set;
    private final Set<Integer> ordinals = new TreeSet<>();
    private final Map<Integer, Space> spaces = new HashMap<>();
    private final Set<Integer> unbound = new TreeSet<>();
    private final Set<Integer> lost = new TreeSet<>();
    private final Set<Integer> going = new TreeSet<>();
    private Optional<String> storageClass = Optional.of("standard");
    private Expansion expansion = Expansion.ALLOWED;

    /** @param before as the claims were made */
    ClaimsText(String namespace, DesiredSet before) {
        this.namespace = namespace;
        this.set = before;
    }

    void there(int ordinal) {
        ordinals.add(ordinal);
    }

    void there(String range) {
        String[] ends = range.split("\\.\\.", 2);
        for (int ordinal = Integer.parseInt(ends[0]); ordinal <= Integer.parseInt(ends[1]); ordinal++) {
            ordinals.add(ordinal);
        }
    }

    void storageClass(String name, String what) {
        storageClass = name.equals("none") ? Optional.empty() : Optional.of(name);
        expansion = switch (what) {
            case "fixed" -> Expansion.FORBIDDEN;
            case "hidden" -> Expansion.UNKNOWN;
            default -> Expansion.ALLOWED;
        };
    }

    void line(int ordinal, String what, String rest) {
        ordinals.add(ordinal);
        String[] words = rest.split(" ", 2);
        switch (what) {
            case "unbound" -> unbound.add(ordinal);
            case "lost" -> lost.add(ordinal);
            case "going" -> {
                lost.add(ordinal);
                going.add(ordinal);
            }
            case "size" -> spaces.put(ordinal, space(words[0], words[0], Optional.empty()));
            case "grows" -> spaces.put(ordinal, growing(words[0], Optional.of(Stage.VOLUME), Scenario.NOW, ""));
            case "file-system" -> {
                Instant since = Scenario.NOW.minusSeconds(Long.parseLong(words[1]));
                spaces.put(ordinal, growing(words[0], Optional.of(Stage.FILE_SYSTEM), since, ""));
            }
            case "fails" -> spaces.put(ordinal, growing(words[0], Optional.of(Stage.FAILED), Scenario.NOW, words[1]));
            default -> throw new IllegalArgumentException("no such state of a claim: " + what);
        }
    }

    private Space growing(String to, Optional<Stage> stage, Instant since, String words) {
        return space(to, "1Gi", stage.map(in -> new Growth(in, since, words)));
    }

    private Space space(String requested, String capacity, Optional<Growth> growth) {
        return new Space(requested, Optional.of(capacity), storageClass, expansion, growth);
    }

    List<ObservedClaim> all(ObservedObject.Ownership whose) {
        return ordinals.stream()
                .flatMap(ordinal -> set.claims().stream().map(template -> claim(template, ordinal, whose)))
                .toList();
    }

    private ObservedClaim claim(String template, int ordinal, ObservedObject.Ownership whose) {
        String name = template + "-" + set.podName(ordinal);
        String size = VolumeChange.size(set.statefulSet(), template).orElseThrow();
        boolean bound = !unbound.contains(ordinal) && !lost.contains(ordinal);
        Space made = new Space(
                size, bound ? Optional.of(size) : Optional.empty(), storageClass, expansion, Optional.empty());
        Space told = spaces.getOrDefault(ordinal, made);
        return new ObservedClaim(
                object(ordinal, name, whose),
                template,
                ordinal,
                unbound.contains(ordinal) ? Optional.empty() : Optional.of("pv-" + name),
                bound,
                new Space(told.requested(), told.capacity(), storageClass, expansion, told.growth()));
    }

    private ObservedObject object(int ordinal, String name, ObservedObject.Ownership whose) {
        ObservedObject object = named(namespace, Kind.PERSISTENT_VOLUME_CLAIM, name, whose);
        if (!lost.contains(ordinal)) {
            return object;
        }
        return new ObservedObject(
                object.live().with(tree -> {
                    tree.putObject("status").put("phase", "Lost");
                    if (going.contains(ordinal)) {
                        tree.withObject("/metadata").put("deletionTimestamp", Scenario.NOW.toString());
                    }
                }),
                whose);
    }

    static ObservedObject named(String namespace, Kind kind, String name, ObservedObject.Ownership whose) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", kind.apiVersion()).put("kind", kind.title());
        tree.putObject("metadata").put("name", name).put("namespace", namespace).put("uid", "uid-" + name);
        return new ObservedObject(new Manifest(tree), whose);
    }
}
