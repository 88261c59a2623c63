package dev.quorate.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.engine.StartConfigs;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.Generated;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObservedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Services, disruption budgets and what members read at their start: created when missing, applied when different. The way in
 * for clients is made last, when a cluster with members is founded; one that is left of a cluster before goes.
 */
final class ObjectPlan {

    private ObjectPlan() {}

    static Optional<Decision> missingOrDifferent(Situation situation) {
        for (Manifest wanted : wanted(situation)) {
            Optional<Decision> decision = one(situation, wanted);
            if (decision.isPresent()) {
                return decision;
            }
        }
        return Optional.empty();
    }

    private static List<Manifest> wanted(Situation situation) {
        List<Manifest> wanted = new ArrayList<>();
        List<Manifest> forClients = new ArrayList<>();
        for (Manifest object : situation.goal().objects()) {
            (situation.goal().engine().traits().hasMembers() && needsMembers(object) ? forClients : wanted).add(object);
        }
        for (DesiredComponent component : situation.goal().desired().components()) {
            boolean admitted = situation.memory().admissions().stream()
                    .anyMatch(admission -> admission.component().equals(component.name()));
            situation
                    .goal()
                    .startConfig(component.name(), situation.memory())
                    .filter(start -> admitted || emptied(situation, component, start))
                    .ifPresent(wanted::add);
        }
        wanted.addAll(forClients);
        return wanted;
    }

    /** Where all members may leave, the last one is withdrawn too. */
    private static boolean emptied(Situation situation, DesiredComponent component, Manifest start) {
        return !situation.traits(component).founds()
                && situation.observed().object(start.ref()).isPresent();
    }

    /** A Service with an address of its own; the headless one names members for each other. */
    private static boolean forClients(Manifest object) {
        return object.kind() == Kind.SERVICE
                && !object.at("/spec/clusterIP").asText().equals("None");
    }

    /** Before there is a cluster no client may come, and no snapshot can be taken. */
    private static boolean needsMembers(Manifest object) {
        return forClients(object) || object.kind() == Kind.CRON_JOB;
    }

    private static Optional<Decision> one(Situation situation, Manifest wanted) {
        Optional<Manifest> live = situation.observed().object(wanted.ref()).map(ObservedObject::live);
        if (live.isEmpty() && needsMembers(wanted) && !Bootstrap.open(situation)) {
            return Optional.empty();
        }
        if (live.isEmpty() && Generated.is(wanted) && known(situation)) {
            return Optional.of(new Decision.Refuse(lost(wanted)));
        }
        if (live.isEmpty()) {
            return Optional.of(
                    new Decision.Do(new Step.Create(whole(situation, wanted), "create " + wanted.ref(), false)));
        }
        if (!live.get().terminating() && forClients(wanted) && Bootstrap.under(situation)) {
            return Optional.of(new Decision.Do(leftOver(live.get())));
        }
        if (live.get().terminating()) {
            return Optional.of(new Decision.Wait(wanted.ref() + " is being deleted; it is made again when it is gone"));
        }
        if (!Generated.is(wanted) && situation.goal().differs(wanted, live.get())) {
            return Optional.of(new Decision.Do(new Step.Apply(wanted, change(wanted, live.get()))));
        }
        return Optional.empty();
    }

    /** Once there are members, each of them has the values that were made up for them. */
    private static boolean known(Situation situation) {
        return situation.goal().desired().components().stream()
                .anyMatch(component ->
                        situation.memory().initialised(component.name()).isPresent());
    }

    private static Refusal lost(Manifest secret) {
        return Refusal.forPerson(
                Guard.SECRET_LOST,
                secret.ref()
                        + " is gone, and members know what was in it: with other values they would not find each other."
                        + " Put it back with what it held, from a backup or from a pod that still has it mounted.");
    }

    /** A target is made with the size that holds as its request, which is an autoscaler's to write from then on. */
    private static Manifest whole(Situation situation, Manifest wanted) {
        if (wanted.kind() != Kind.SCALE_TARGET) {
            return wanted;
        }
        int size = wanted.label(Labels.COMPONENT)
                .map(situation.goal().desired()::component)
                .map(DesiredComponent::units)
                .orElseThrow();
        return wanted.with(tree -> tree.putObject("spec").put("replicas", size));
    }

    /** Of a cluster that is gone. Through it clients would come from the first second of the new one. */
    private static Step leftOver(Manifest live) {
        return new Step.Delete(
                live.ref(),
                live.uid(),
                live.resourceVersion(),
                "delete " + live.ref() + ", which is left over; it is made again when the cluster is founded");
    }

    /** What members read at their start has a key for each pod that may: in words, who is new there, gone, or changed. */
    private static String change(Manifest wanted, Manifest live) {
        if (wanted.annotation(StartConfigs.ADMISSIONS).isEmpty()) {
            return "update " + wanted.ref();
        }
        List<String> changes = new ArrayList<>();
        changes.add(pods("admit ", wanted, live, JsonNode::isMissingNode));
        changes.add(pods("renew the admission of ", wanted, live, before -> !before.isMissingNode()));
        changes.add(pods("withdraw the admission of ", live, wanted, JsonNode::isMissingNode));
        changes.removeIf(String::isEmpty);
        return (changes.isEmpty() ? "update" : String.join(", ", changes) + " in") + " " + wanted.ref();
    }

    private static String pods(String what, Manifest one, Manifest other, Predicate<JsonNode> counterpart) {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : one.at("/data").properties()) {
            JsonNode found = other.at("/data").path(entry.getKey());
            if (!entry.getValue().equals(found) && counterpart.test(found)) {
                names.add(entry.getKey());
            }
        }
        return names.isEmpty() ? "" : what + String.join(", ", names);
    }
}
