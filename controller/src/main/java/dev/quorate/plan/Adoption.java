package dev.quorate.plan;

import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.LiveSet;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.ObservedClaim;
import dev.quorate.state.ObservedObject;
import dev.quorate.state.ObservedObject.Ownership;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.ObservedState;
import dev.quorate.state.OperationRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes over a StatefulSet that somebody else made, without a restart. Its selector can never be changed, so it is made anew
 * around its running pods:
 *
 * <ol>
 *   <li>what it runs is compared with what Git asks for, and a difference refuses the whole
 *   <li>volumes, pods and Services get our labels beside those they have
 *   <li>it is deleted, its pods stay, and ours is made of the same size, at rest
 *   <li>the pods are marked as what they are: running the template that Git asks for
 * </ol>
 */
final class Adoption {

    static final String REVISION = "controller-revision-hash";

    private final Situation situation;
    private final ObservedState observed;

    Adoption(Situation situation) {
        this.situation = situation;
        this.observed = situation.observed();
    }

    /** Empty when nothing stands in the way that is not ours. */
    Optional<Decision> next() {
        for (DesiredComponent component : situation.goal().desired().components()) {
            DesiredSet wanted = Situation.onlySet(component);
            ObservedSet set = observed.set(wanted.name());
            List<Refusal> refusals = refusals(component, wanted, set);
            if (!refusals.isEmpty()) {
                return Optional.of(new Decision.Refuse(refusals));
            }
            Optional<Decision> decision = label(component, set).or(() -> takeSet(component, wanted, set));
            if (decision.isPresent()) {
                return decision;
            }
        }
        return Optional.empty();
    }

    private static Optional<LiveSet> foreign(ObservedSet set) {
        return set.live().filter(live -> live.object().ownership() == Ownership.NOT_OURS);
    }

    private List<Refusal> refusals(DesiredComponent component, DesiredSet wanted, ObservedSet set) {
        List<Manifest> others = notOurs(set);
        Optional<Manifest> live = foreign(set).map(LiveSet::object).map(ObservedObject::live);
        if (others.isEmpty() && live.isEmpty()) {
            return List.of();
        }
        if (situation.traits(component).hasMembers()) {
            return List.of(no(
                    "What stands under the names of " + situation.goal().app().name() + " was not made by Quorate, and "
                            + "members of " + situation.goal().engine().traits().title()
                            + " are not taken over: their volumes do not say who they are in the way that Quorate's start script"
                            + " reads. Give the app another name and move the data with the engine's own means."));
        }
        List<Refusal> refusals = new ArrayList<>();
        live.ifPresent(found -> refusals.addAll(new Takeover(wanted.statefulSet(), found).refusals()));
        others.forEach(other -> service(other).ifPresent(refusals::add));
        return refusals;
    }

    /** A Service cannot become headless, nor stop being so. */
    private Optional<Refusal> service(Manifest live) {
        Optional<Manifest> wanted = situation.goal().objects().stream()
                .filter(object -> object.ref().equals(live.ref()) && live.kind() == Kind.SERVICE)
                .findFirst();
        boolean same = wanted.isEmpty()
                || wanted.get().at("/spec/clusterIP").asText().equals("None")
                        == live.at("/spec/clusterIP").asText().equals("None");
        return same
                ? Optional.empty()
                : Optional.of(
                        no(
                                live.ref()
                                        + " cannot be taken over: one of it and what Git asks for is headless, and the"
                                        + " other is not, which cannot be changed. Name the headless Service by statefulset.serviceName."));
    }

    private static Refusal no(String sentence) {
        return Refusal.forPerson(Guard.ADOPTION_NOT_POSSIBLE, sentence);
    }

    /** Volumes first, since they are what must not be lost sight of; Services before the set, so that they find its pods. */
    private List<Manifest> notOurs(ObservedSet set) {
        List<Manifest> found = new ArrayList<>();
        set.claims().stream()
                .map(ObservedClaim::object)
                .filter(claim -> claim.ownership() == Ownership.NOT_OURS)
                .forEach(claim -> found.add(claim.live()));
        observed.objects().stream()
                .filter(object -> object.ownership() == Ownership.NOT_OURS)
                .forEach(object -> found.add(object.live()));
        return found;
    }

    private Optional<Decision> label(DesiredComponent component, ObservedSet set) {
        return notOurs(set).stream().findFirst().map(live -> {
            Map<String, String> labels = labels(component);
            foreign(set)
                    .ifPresent(found -> found.object()
                            .live()
                            .at("/spec/selector/matchLabels")
                            .fieldNames()
                            .forEachRemaining(labels::remove));
            return new Decision.Do(
                    new Step.Label(live.ref(), live.uid(), labels, "take over " + live.ref() + ": label it as ours"));
        });
    }

    private Map<String, String> labels(DesiredComponent component) {
        Map<String, String> labels = new HashMap<>();
        new Labels(
                        situation.goal().site().repository(),
                        situation.goal().site().cluster(),
                        situation.goal().app().name(),
                        component.name())
                .tree()
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        labels.put(Labels.MANAGED_BY, Labels.MANAGER);
        return labels;
    }

    private Optional<Decision> takeSet(DesiredComponent component, DesiredSet wanted, ObservedSet set) {
        return foreign(set)
                .map(live -> inMotion(wanted, set, live).orElseGet(() -> {
                    Manifest found = live.object().live();
                    return situation.memory().operation().isEmpty()
                            ? begin(component, wanted, Math.max(live.replicas(), SetPlan.running(set)))
                            : new Decision.Do(new Step.Orphan(
                                    found.ref(),
                                    found.uid(),
                                    found.resourceVersion(),
                                    "take over " + found.ref()
                                            + ": delete it without its pods, to make it anew around them"));
                }));
    }

    /** Pods that its StatefulSet is about to make or to stop are waited for; one that it cannot stop is taken over too. */
    private static Optional<Decision> inMotion(DesiredSet wanted, ObservedSet set, LiveSet live) {
        for (int ordinal = 0; ordinal < live.replicas(); ordinal++) {
            if (set.pod(ordinal).filter(pod -> !pod.terminating()).isEmpty()) {
                return Optional.of(new Decision.Wait(wanted.podName(ordinal)
                        + " is not there; the StatefulSet is taken over when all its pods are"));
            }
        }
        Optional<ObservedPod> stopping = set.pods().stream()
                .filter(pod -> pod.ordinal() >= live.replicas() && pod.terminating())
                .findFirst();
        if (stopping.isPresent()) {
            return Optional.of(
                    new Decision.Wait(stopping.get().name() + " stops; the StatefulSet is taken over when it is gone"));
        }
        Manifest found = live.object().live();
        return found.terminating()
                ? Optional.of(new Decision.Wait(found.ref() + " is being deleted, and its pods stay"))
                : Optional.empty();
    }

    private Decision begin(DesiredComponent component, DesiredSet wanted, int pods) {
        OperationRecord record = new MemberSet(situation, component)
                .operation(
                        OperationRecord.Type.ADOPT,
                        pods,
                        OperationRecord.Phase.TAKING,
                        Optional.of(Takeover.template(wanted.statefulSet())));
        return MemberSet.rememberSurely(situation.memory().begin(record), "begin to take over " + wanted.name());
    }

    /** Ours stands around the pods. A newer commit that asks for another template finds them as pods of an old one. */
    static Decision finish(MemberSet members, OperationRecord record) {
        LiveSet live = members.live().live().orElseThrow();
        boolean seen = live.settledGeneration() && !live.updateRevision().isEmpty();
        if (!seen) {
            return new Decision.Wait("the StatefulSet controller takes up " + record.set());
        }
        boolean same = record.memberId()
                .equals(Optional.of(Takeover.template(members.wanted().statefulSet())));
        Optional<ObservedPod> marked = members.live().pods().stream()
                .filter(pod -> same && !pod.terminating() && !pod.revision().equals(live.updateRevision()))
                .findFirst();
        return marked.map(pod -> mark(live, pod))
                .orElseGet(() -> MemberSet.remember(members.memory().end(), record.set() + " is taken over"));
    }

    private static Decision mark(LiveSet live, ObservedPod pod) {
        Manifest set = live.object().live();
        return new Decision.Do(new Step.Label(
                new ObjectRef(Kind.POD, set.ref().namespace(), pod.name()),
                pod.uid(),
                Map.of(REVISION, live.updateRevision()),
                "mark " + pod.name() + " as running what Git asks for, which it does"));
    }
}
