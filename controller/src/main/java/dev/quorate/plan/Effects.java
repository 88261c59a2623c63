package dev.quorate.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.MemberAction;
import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.Kind;
import dev.quorate.state.LiveSet;
import dev.quorate.state.Manifest;
import dev.quorate.state.MembershipView;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.ObservedClaim;
import dev.quorate.state.ObservedObject;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.ObservedState;
import dev.quorate.state.RollLimit;
import dev.quorate.state.Space;
import dev.quorate.state.Space.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What each step leaves behind when all goes well. Used to foresee a plan, never to believe that something happened. */
record Effects(Goal goal) {

    On on(ObservedState state) {
        return new On(goal, state);
    }

    record On(Goal goal, ObservedState state) implements Step.Visitor<ObservedState> {

        @Override
        public ObservedState remember(Step.Remember step) {
            return with(state.objects(), state.sets(), state.membership(), step.memory());
        }

        @Override
        public ObservedState resize(Step.Resize step) {
            return with(state.objects(), state.sets(), state.membership(), step.memory());
        }

        @Override
        public ObservedState create(Step.Create step) {
            Manifest made = step.manifest();
            if (made.kind() == Kind.STATEFUL_SET) {
                String revision = revision(made.name());
                return withSet(
                        made.name(),
                        new LiveSet(
                                new ObservedObject(made, ObservedObject.Ownership.OURS),
                                made.at("/spec/replicas").asInt(),
                                limitOf(made),
                                1,
                                1,
                                0,
                                revision,
                                revision));
            }
            return withObject(made);
        }

        /** A set that is made anew as it was finds its pods to be of its template. */
        private String revision(String set) {
            return state.set(set).pods().stream()
                    .filter(pod -> Renewal.of(state.memory(), set).isPresent())
                    .map(ObservedPod::revision)
                    .findFirst()
                    .orElse("new");
        }

        @Override
        public ObservedState apply(Step.Apply step) {
            if (step.manifest().kind() == Kind.STATEFUL_SET) {
                return applied(step.manifest());
            }
            return withObject(step.manifest());
        }

        private ObservedState applied(Manifest manifest) {
            LiveSet live = live(manifest.name());
            Manifest before = live.object().live();
            SetChange change = new SetChange(manifest, before);
            // What the server holds beside what is applied stays: the spec of the volumes, the policy of the pods.
            Manifest merged = before.with(tree -> merge(tree, manifest.tree()));
            LiveSet next = live.withObject(new ObservedObject(merged, ObservedObject.Ownership.OURS));
            return withSet(
                    manifest.name(),
                    change.ofTemplate() ? next.withRevisions(live.currentRevision(), revision(change, live)) : next);
        }

        /** The template of before has the revision of those pods that the update has not reached. */
        private String revision(SetChange change, LiveSet live) {
            return state.set(live.object().live().name()).pods().stream()
                    .map(ObservedPod::revision)
                    .filter(revision -> change.backward() && !revision.equals(live.updateRevision()))
                    .findFirst()
                    .orElse("after " + live.updateRevision());
        }

        @Override
        public ObservedState scale(Step.Scale step) {
            LiveSet live = live(step.set());
            boolean rests = !live.limit().onDelete() && live.limit().partition() >= step.from();
            boolean rises = rests && live.limit().partition() < step.to();
            return withSet(
                    step.set(),
                    live.withObject(ours(live))
                            .withReplicas(step.to())
                            .withLimit(rises ? RollLimit.from(step.to()) : live.limit()));
        }

        /** Whoever set the replicas before, it is us now. */
        private static ObservedObject ours(LiveSet live) {
            return new ObservedObject(
                    live.object()
                            .live()
                            .with(tree -> tree.withObjectProperty("metadata").remove("managedFields")),
                    live.object().ownership());
        }

        @Override
        public ObservedState limit(Step.Limit step) {
            return withSet(step.set(), live(step.set()).withLimit(step.to()));
        }

        private LiveSet live(String set) {
            return state.set(set).live().orElseThrow();
        }

        @Override
        public ObservedState grow(Step.Grow step) {
            Map<String, ObservedSet> sets = new HashMap<>();
            state.sets().forEach((name, set) -> sets.put(name, grown(set, step)));
            return with(state.objects(), sets, state.membership(), state.memory());
        }

        private static ObservedSet grown(ObservedSet set, Step.Grow step) {
            List<ObservedClaim> claims = set.claims().stream()
                    .map(claim -> claim.object().live().ref().equals(step.claim())
                            ? claim.withSpace(claim.space().grown(step.to()))
                            : claim)
                    .toList();
            return new ObservedSet(set.name(), set.live(), set.pods(), claims);
        }

        @Override
        public ObservedState deletePod(Step.DeletePod step) {
            return withoutPod(step.set(), step.ordinal());
        }

        private ObservedState withoutPod(String name, int ordinal) {
            ObservedSet set = state.set(name);
            List<ObservedPod> others =
                    set.pods().stream().filter(pod -> pod.ordinal() != ordinal).toList();
            List<ObservedClaim> claims = set.claims().stream()
                    .map(claim -> claim.ordinal() == ordinal ? Claims.grown(claim) : claim)
                    .toList();
            return replace(new ObservedSet(set.name(), set.live(), others, claims))
                    .timePasses();
        }

        @Override
        public ObservedState forceDelete(Step.ForceDelete step) {
            return withoutPod(step.set(), step.ordinal());
        }

        @Override
        public ObservedState delete(Step.Delete step) {
            List<ObservedObject> objects = new ArrayList<>(state.objects());
            objects.removeIf(object -> object.live().ref().equals(step.ref()));
            Map<String, ObservedSet> sets = new HashMap<>();
            state.sets().forEach((name, set) -> sets.put(name, without(set, step.ref())));
            return with(objects, sets, state.membership(), state.memory());
        }

        private static ObservedSet without(ObservedSet set, ObjectRef ref) {
            List<ObservedClaim> claims = set.claims().stream()
                    .filter(claim -> !claim.object().live().ref().equals(ref))
                    .toList();
            Optional<LiveSet> live =
                    set.live().filter(there -> !there.object().live().ref().equals(ref));
            return new ObservedSet(set.name(), live, set.pods(), claims);
        }

        @Override
        public ObservedState label(Step.Label step) {
            List<ObservedObject> objects = new ArrayList<>();
            for (ObservedObject object : state.objects()) {
                boolean meant = object.live().ref().equals(step.ref());
                if (!meant || step.ref().kind() != Kind.POD) {
                    objects.add(meant ? ours(object) : object);
                }
            }
            Map<String, ObservedSet> sets = new HashMap<>();
            state.sets().forEach((name, set) -> sets.put(name, labelled(set, step)));
            return with(objects, sets, state.membership(), state.memory());
        }

        private static ObservedObject ours(ObservedObject object) {
            return new ObservedObject(object.live(), ObservedObject.Ownership.OURS);
        }

        /** A pod that is labelled as ours is seen as one of the set from then on, and a mark of its revision is believed. */
        private static ObservedSet labelled(ObservedSet set, Step.Label step) {
            List<ObservedClaim> claims = set.claims().stream()
                    .map(claim -> !claim.object().live().ref().equals(step.ref())
                            ? claim
                            : claim.withObject(ours(claim.object())))
                    .toList();
            Optional<String> revision = Optional.ofNullable(step.labels().get(Adoption.REVISION));
            List<ObservedPod> pods = set.pods().stream()
                    .map(pod -> pod.name().equals(step.ref().name()) && revision.isPresent()
                            ? pod.settled(revision.get())
                            : pod)
                    .toList();
            ObservedSet next = new ObservedSet(set.name(), set.live(), pods, claims);
            boolean pod = step.ref().kind() == Kind.POD && step.ref().name().startsWith(set.name() + "-");
            return pod ? Pods.settled(next) : next;
        }

        @Override
        public ObservedState orphan(Step.Orphan step) {
            return delete(new Step.Delete(step.ref(), step.uid(), step.resourceVersion(), step.text()));
        }

        @Override
        public ObservedState call(Step.Call step) {
            MembershipView view = view(step.component());
            MembershipView next = MemberEffects.after(
                    step.action(), view, goal.engine().traits().component(step.component()));
            if (step.action() instanceof MemberAction.Switchover) {
                next = MemberEffects.complete(next);
            }
            return withView(step.component(), next);
        }

        /** Everything that runs by itself comes to its end: pods start, stop and turn ready, founders find each other. */
        ObservedState timePasses() {
            ObservedState result = state;
            for (DesiredComponent component : goal.desired().components()) {
                String name = Situation.onlySet(component).name();
                result = new On(goal, result)
                        .replace(Pods.settled(result.set(name)))
                        .state();
                if (goal.engine().traits().component(component.name()).hasMembers()) {
                    AppMemory memory = result.memory();
                    MembershipView seen = new On(goal, result).view(component.name());
                    MembershipView settled = MemberEffects.settled(
                            seen,
                            memory.admissions(name),
                            memory.initialised(component.name()),
                            goal.engine().traits().component(component.name()));
                    result = new On(goal, result).withView(component.name(), settled);
                }
            }
            return result;
        }

        private MembershipView view(String component) {
            return state.membership().getOrDefault(component, MembershipView.silent(""));
        }

        private ObservedState withObject(Manifest made) {
            List<ObservedObject> objects = new ArrayList<>(state.objects());
            objects.removeIf(object -> object.live().ref().equals(made.ref()));
            objects.add(new ObservedObject(made, ObservedObject.Ownership.OURS));
            return with(objects, state.sets(), state.membership(), state.memory());
        }

        private ObservedState withSet(String name, LiveSet live) {
            ObservedSet set = state.set(name);
            return replace(new ObservedSet(name, Optional.of(live), set.pods(), set.claims()))
                    .timePasses();
        }

        private ObservedState withView(String component, MembershipView view) {
            Map<String, MembershipView> views = new HashMap<>(state.membership());
            views.put(component, view);
            return with(state.objects(), state.sets(), views, state.memory());
        }

        private On replace(ObservedSet set) {
            Map<String, ObservedSet> sets = new HashMap<>(state.sets());
            sets.put(set.name(), set);
            return new On(goal, with(state.objects(), sets, state.membership(), state.memory()));
        }

        private ObservedState with(
                List<ObservedObject> objects,
                Map<String, ObservedSet> sets,
                Map<String, MembershipView> membership,
                AppMemory memory) {
            return new ObservedState(
                    state.app(), objects, sets, state.nodes(), state.scalers(), membership, memory, state.closed());
        }
    }

    private static RollLimit limitOf(Manifest made) {
        return made.at("/spec/updateStrategy/type").asText().equals("OnDelete")
                ? RollLimit.ON_DELETE
                : RollLimit.from(
                        made.at("/spec/updateStrategy/rollingUpdate/partition").asInt());
    }

    private static void merge(ObjectNode into, ObjectNode from) {
        from.properties().forEach(field -> {
            if (field.getValue() instanceof ObjectNode below && into.get(field.getKey()) instanceof ObjectNode same) {
                merge(same, below);
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }

    /** Claims as their driver would leave them; a file system may have to wait for a start of its pod. */
    private static final class Claims {

        static List<ObservedClaim> settled(List<ObservedClaim> claims) {
            return claims.stream()
                    .map(claim -> claim.space().in(Stage.FILE_SYSTEM) ? claim : grown(claim))
                    .toList();
        }

        static ObservedClaim grown(ObservedClaim claim) {
            Space space = claim.space();
            return space.growth().isEmpty() || space.in(Stage.FAILED)
                    ? claim
                    : claim.withSpace(space.grown(space.requested()));
        }
    }

    /** Pods as a StatefulSet controller would leave them. */
    private static final class Pods {

        static ObservedSet settled(ObservedSet set) {
            Optional<LiveSet> live = set.live();
            List<ObservedPod> pods = new ArrayList<>();
            for (int ordinal = 0; ordinal < set.replicas(); ordinal++) {
                LiveSet of = live.orElseThrow();
                Optional<ObservedPod> there = set.pod(ordinal).filter(pod -> !pod.terminating());
                boolean kept = of.limit().onDelete() || !of.limit().newest(ordinal);
                String made = of.revisionFor(ordinal);
                String revision = kept ? there.map(ObservedPod::revision).orElse(made) : made;
                pods.add(there.orElse(fresh(set.name(), ordinal)).settled(revision));
            }
            boolean done = live.filter(of -> !of.limit().onDelete()
                            && pods.stream().allMatch(pod -> pod.revision().equals(of.updateRevision())))
                    .isPresent();
            return new ObservedSet(
                    set.name(),
                    live.map(of -> done ? of.withRevisions(of.updateRevision(), of.updateRevision()) : of)
                            .map(LiveSet::withGenerationSeen),
                    pods,
                    Claims.settled(set.claims()));
        }

        private static ObservedPod fresh(String set, int ordinal) {
            return new ObservedPod(
                    set + "-" + ordinal,
                    ordinal,
                    "new",
                    "",
                    Instant.EPOCH,
                    Instant.EPOCH,
                    false,
                    false,
                    false,
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    ObservedPod.Turned.NOT_AWAY);
        }
    }
}
