package dev.quorate.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.quorate.schema.Drift;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.Generated;
import dev.quorate.state.Labels;
import dev.quorate.state.LiveSet;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObservedObject;
import dev.quorate.state.ObservedObject.Ownership;
import dev.quorate.state.ObservedState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What others changed of the app's objects, by the API server's own account of who set which field last. What we set back is
 * ours again, so a drift is seen until it is put right. A field that was taken away has no owner: nobody knows by whom.
 */
public final class Drifts {

    private static final JsonMapper JSON = new JsonMapper();
    public static final String REPLICAS_FIELD = "spec.replicas";
    public static final String PARTITION_FIELD = "spec.updateStrategy.rollingUpdate.partition";

    static final String REPLICAS = "/f:spec/f:replicas";
    private static final String PARTITION = "/f:spec/f:updateStrategy/f:rollingUpdate/f:partition";

    private final Situation situation;
    private final List<Drift> found = new ArrayList<>();

    private Drifts(Situation situation) {
        this.situation = situation;
    }

    public static List<Drift> of(Goal goal, ObservedState observed) {
        if (goal.removing()) {
            return List.of();
        }
        Drifts drifts = new Drifts(new Situation(goal, observed, Instant.EPOCH));
        drifts.wanted().forEach(drifts::object);
        drifts.situation.goal().desired().components().forEach(drifts::set);
        return List.copyOf(drifts.found);
    }

    /** Whether somebody else changed how many pods there are. */
    static boolean scaled(Situation situation) {
        return of(situation.goal(), situation.observed()).stream()
                .anyMatch(drift -> drift.fields().contains(REPLICAS_FIELD));
    }

    /** The same, and what is not there any more, of an app that was as its spec asks. */
    public static List<Drift> sinceItWasWhole(Goal goal, ObservedState observed) {
        if (goal.removing()) {
            return List.of();
        }
        List<Drift> all = new ArrayList<>(of(goal, observed));
        new Drifts(new Situation(goal, observed, Instant.EPOCH))
                .wanted().stream()
                        .filter(manifest -> observed.object(manifest.ref()).isEmpty()
                                && !observed.closed().containsKey(manifest.kind()))
                        .forEach(gone -> all.add(deleted(gone)));
        goal.sets().values().stream()
                .filter(set -> observed.set(set.name()).live().isEmpty())
                .filter(set -> Renewal.of(observed.memory(), set.name()).isEmpty())
                .forEach(gone -> all.add(deleted(gone)));
        return List.copyOf(all);
    }

    private static Drift deleted(Manifest object) {
        return new Drift(object.ref().toString(), List.of(), "deleted", Optional.empty(), Optional.empty());
    }

    private List<Manifest> wanted() {
        List<Manifest> wanted = new ArrayList<>(situation.goal().objects());
        for (DesiredComponent component : situation.goal().desired().components()) {
            if (!situation.memory().admissions().isEmpty()) {
                situation
                        .goal()
                        .startConfig(component.name(), situation.memory())
                        .ifPresent(wanted::add);
            }
        }
        return wanted;
    }

    private void object(Manifest manifest) {
        if (Generated.is(manifest)) {
            return;
        }
        situation
                .observed()
                .object(manifest.ref())
                .filter(object -> object.ownership() == Ownership.OURS)
                .map(ObservedObject::live)
                .ifPresent(live -> edits(manifest, live));
    }

    private void set(DesiredComponent component) {
        String name = Situation.onlySet(component).name();
        Optional<LiveSet> live = situation.observed().set(name).live();
        live.filter(set -> set.object().ownership() == Ownership.OURS).ifPresent(set -> {
            scale(component, set);
            partition(component, set);
            // Nobody can change the other fields; where Git asks for others, that is no drift.
            Manifest wanted = SetTree.withoutFrozen(
                    Objects.requireNonNull(situation.goal().sets().get(name)));
            edits(wanted, set.object().live());
        });
    }

    private void scale(DesiredComponent component, LiveSet live) {
        int wanted = replicas(component, live);
        Scaled scaled = new Scaled(situation, component);
        boolean inside = scaled.spec().autoscale().isPresent() && scaled.takes(live.replicas());
        if (live.replicas() != wanted && !inside) {
            owner(live, REPLICAS)
                    .ifPresent(owner -> add(
                            live.object().live(),
                            owner,
                            List.of(REPLICAS_FIELD),
                            "replicas " + live.replicas() + " instead of " + wanted));
        }
    }

    /** While an operation runs on the highest ordinal, the set may be with it or without it. */
    private int replicas(DesiredComponent component, LiveSet live) {
        boolean stops = situation.goal().removing()
                || situation.goal().app().lifecycle().stopped();
        if (stops || !situation.traits(component).hasMembers()) {
            return situation.goal().replicas(Situation.onlySet(component));
        }
        int floor = new MemberSet(situation, component).floor();
        boolean open = situation.memory().operation().isPresent() && live.replicas() == floor + 1;
        return open ? live.replicas() : floor;
    }

    private void partition(DesiredComponent component, LiveSet live) {
        Roll roll = new Roll(situation, component);
        boolean rests = live.limit().onDelete() || live.limit().partition() >= roll.rest();
        if (!rests) {
            owner(live, PARTITION)
                    .ifPresent(owner -> add(
                            live.object().live(),
                            owner,
                            List.of(PARTITION_FIELD),
                            "partition " + live.limit().partition() + " instead of " + roll.rest()));
        }
    }

    private static Optional<JsonNode> owner(LiveSet live, String field) {
        return owner(live.object().live(), field);
    }

    /** Who else than we set a field last, as the API server accounts for it. */
    static Optional<JsonNode> owner(Manifest live, String field) {
        return others(live).stream()
                .filter(owner -> !owner.path("fieldsV1").at(field).isMissingNode())
                .findFirst();
    }

    private void edits(Manifest wanted, Manifest live) {
        if (live.terminating() || !Differences.differs(wanted, live)) {
            return;
        }
        List<String> known = new ArrayList<>();
        for (JsonNode owner : others(live)) {
            List<String> fields = new ArrayList<>();
            differing(owner.path("fieldsV1"), wanted.tree(), live.tree(), "", fields);
            if (!fields.isEmpty()) {
                add(live, owner, fields, String.join(", ", fields));
                known.addAll(fields);
            }
        }
        if (known.isEmpty() && Differences.sameStamp(wanted, live)) {
            List<String> fields = Differences.missing(wanted.tree(), live.tree());
            found.add(new Drift(
                    live.ref().toString(), fields, String.join(", ", fields), Optional.empty(), Optional.empty()));
        }
    }

    private void add(Manifest live, JsonNode owner, List<String> fields, String what) {
        found.add(new Drift(
                live.ref().toString(),
                fields,
                what,
                Optional.of(owner.path("manager").asText()),
                Optional.of(owner.path("time").asText())
                        .filter(time -> !time.isEmpty())
                        .map(Instant::parse)));
    }

    /** Newest first; statuses are written by those whose they are. */
    private static List<JsonNode> others(Manifest live) {
        List<JsonNode> owners = new ArrayList<>();
        for (JsonNode owner : live.at("/metadata/managedFields")) {
            boolean status = owner.path("subresource").asText().equals("status");
            if (!status && !owner.path("manager").asText().equals(Labels.MANAGER)) {
                owners.add(owner);
            }
        }
        owners.sort(Comparator.comparing((JsonNode owner) -> owner.path("time").asText())
                .reversed());
        return owners;
    }

    /** The paths among the owned fields whose values are not the wanted ones. */
    private static void differing(JsonNode owned, JsonNode wanted, JsonNode live, String path, List<String> fields) {
        for (Map.Entry<String, JsonNode> field : owned.properties()) {
            String key = field.getKey();
            JsonNode want = child(key, wanted);
            if (want.isMissingNode()) {
                continue;
            }
            JsonNode have = child(key, live);
            String below = key.startsWith("f:")
                    ? (path.isEmpty() ? "" : path + ".") + key.substring(2)
                    : path + "[" + want.path("name").asText(key.substring(2)) + "]";
            if (!field.getValue().isEmpty()) {
                differing(field.getValue(), want, have, below, fields);
            } else if (!Differences.missing(want, have).isEmpty()) {
                fields.add(below);
            }
        }
    }

    /** What {@code f:name} or {@code k:{"name":"web"}} names in a tree. */
    private static JsonNode child(String key, JsonNode tree) {
        if (key.startsWith("f:")) {
            return tree.path(key.substring(2));
        }
        if (!key.startsWith("k:")) {
            return MissingNode.getInstance();
        }
        JsonNode keys = keys(key.substring(2));
        for (JsonNode item : tree) {
            if (keys.properties().stream()
                    .allMatch(each -> item.path(each.getKey()).equals(each.getValue()))) {
                return item;
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode keys(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the API server names a list item by " + text, e);
        }
    }
}
