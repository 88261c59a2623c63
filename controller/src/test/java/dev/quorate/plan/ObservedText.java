package dev.quorate.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.ComponentTraits;
import dev.quorate.state.Admission;
import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.LiveSet;
import dev.quorate.state.Manifest;
import dev.quorate.state.MembershipView;
import dev.quorate.state.NodeTrouble;
import dev.quorate.state.ObservedObject;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.ObservedState;
import dev.quorate.state.OperationRecord;
import dev.quorate.state.RollLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads an observed state from lines of words. Without lines there is nothing in the cluster.
 *
 * <pre>
 * running 3                         set, ready pods, claims and, with an engine, healthy members of which 0 leads, all admitted
 * pod 2 gone | pending WHY | blank | unready | terminating | ready
 * pod 2 since 700 | made 5          seconds since it became Ready or stopped being so, or since it was made
 * set-by kubectl replicas | partition       who changed what of the StatefulSet; the value stands in a line of its own
 * edited kubectl Service/web /spec/x VALUE  who changed a field of an object to what
 * node 2 gone | out-of-service | unreachable    the node under a pod, each on one of its own
 * claim 2 lost | going              what became of the volume behind a claim
 * revision 2 r2                     what a pod runs; all others run r1
 * update r2                         the template in force where it is not r1, and what Git asks for: with it nothing is applied
 * reverts                           what Git asks for is the template that was in force before the newest
 * limit OnDelete | 1                how far the StatefulSet controller may go; at rest where nothing is said
 * unsettled                         the StatefulSet controller has not seen the newest spec
 * version 2 3.5.16                  what a member says it runs
 * member 2 silent | dead | unhealthy | leader | learner | behind | gone
 * member 2 emptying | emptied       it was told to leave, and its data moves or has moved
 * alone 2 queue prices in /         what no other member has
 * replication 5 queue prices in /   what is meant to be on the most members
 * member 7 extra                    listed by the engine, admitted by nobody
 * replicas 5 | claims 0..2 | admitted 2 existing | partial WHY | alarm TEXT | unfinished TEXT | cluster ID
 * claim 2 size 5Gi | unbound        what a claim asks for and has, where it is not what Git said when it was made
 * claim 2 grows 2Gi | fails 2Gi WHY  it asks for so much and has 1Gi; file-system 2Gi 400: since so many seconds
 * class fast fixed | hidden | open  the class of all volumes, and whether it lets them grow; else it is standard, and does
 * operation SCALE_IN 2 LEAVING      the record; it means the member of that ordinal. That of a renewal holds the set that
 *                                   Git asked for before, with what only a new one can have as Git asks for it now
 * attempted 1                       so often the fence was raised for a call of the operation
 * begun 700                         so many seconds ago the operation began
 * request 5 kubectl                 what is asked for, and by whom
 * accepted 4 since 700 | from 3     the size that was accepted, and since when it is reached, or what was before it
 * said 4 | written 3                what the target says was accepted; what the file said of replicas when that was
 * kept-size 5 instead of 3          what the set says of it when autoscale is gone
 * wish FEWER 700 | failed 2         since when another size is asked for; how many larger ones failed in a row
 * autoscaler ScalingActive False WHY    a condition of our autoscaler
 * scaler HorizontalPodAutoscaler NAME   somebody else who scales
 * missing Service NAME              all that Quorate makes is there but this
 * foreign 3 | foreign-image IMAGE | foreign-field POINTER    a StatefulSet of somebody else's with pods and claims, all as wanted
 * not-ours Service NAME | lost-memory | no-set | no-objects
 * </pre>
 */
final class ObservedText {

    private static final String FIRST = "r1";
    private static final String TEMPLATE_STAMP = "/metadata/annotations/quorate.dev~1applied-template";

    private final Goal goal;
    private final Goal before;
    private final DesiredComponent component;
    private final DesiredSet set;
    private final DesiredSet setBefore;
    private final ComponentTraits traits;
    private final boolean hasMembers;
    private final Map<Integer, ObservedPod> pods = new HashMap<>();
    private final MembersText members;
    private final ScalingText scaling;
    private final BackupText backup = new BackupText();
    private final Map<Integer, Admission> admissions = new HashMap<>();
    private final ClaimsText claims;
    private final Map<Integer, String> revisions = new HashMap<>();
    private final Map<Integer, Long> since = new HashMap<>();
    private final Map<Integer, Long> made = new HashMap<>();
    private final Map<String, NodeTrouble> nodes = new HashMap<>();
    private final EditsText edits = new EditsText();
    private final List<String> alarms = new ArrayList<>();
    private final List<String> notOurs = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private long begun;
    private int attempts;
    private int replicas = -1;
    private boolean memoryLost;
    private boolean unsettled;
    private boolean reverts;
    private String updateRevision = FIRST;
    private Optional<RollLimit> limit = Optional.empty();
    private boolean foreign;
    private Consumer<ObjectNode> template = pod -> {};
    private boolean noObjects;
    private MembershipView.Completeness completeness = MembershipView.Completeness.COMPLETE;
    private Optional<String> clusterId = Optional.empty();
    private Optional<OperationRecord> operation = Optional.empty();
    private Optional<AppMemory.Initialised> initialised = Optional.empty();

    /** @param before what Git asked for when the objects were last applied */
    ObservedText(Goal goal, Goal before, DesiredComponent component, DesiredSet setBefore) {
        this.goal = goal;
        this.before = before;
        this.component = component;
        this.set = component.sets().get(0);
        this.setBefore = setBefore;
        this.traits = goal.engine().traits().component(component.name());
        this.members = new MembersText(set, traits.roleSource() == ComponentTraits.RoleSource.NONE, traits.founds());
        this.scaling = new ScalingText(
                component, goal.app().component(component.name()).replicas());
        this.claims = new ClaimsText(goal.app().name().namespace(), setBefore);
        this.hasMembers = traits.hasMembers();
    }

    DesiredComponent component() {
        return component;
    }

    void line(String[] words) {
        switch (words[0]) {
            case "running" -> running(Integer.parseInt(words[1]));
            case "pod" -> pod(Integer.parseInt(words[1]), words[2], words.length > 3 ? words[3] : "");
            case "alone" ->
                members.alone(Integer.parseInt(words[1]), words[2] + (words.length > 3 ? " " + words[3] : ""));
            case "replication" -> members.replication(Integer.parseInt(words[1]), words[2] + " " + words[3]);
            case "member" -> members.line(Integer.parseInt(words[1]), words[2]);
            case "replicas" -> replicas = Integer.parseInt(words[1]);
            case "claims" -> claims.there(words[1]);
            case "claim" -> claims.line(Integer.parseInt(words[1]), words[2], words.length > 3 ? words[3] : "");
            case "class" -> claims.storageClass(words[1], words[2]);
            case "admitted" -> admit(Integer.parseInt(words[1]), words[2]);
            case "set-by" -> edits.setBy(words[1], words[2]);
            case "edited" -> edits.edited(words[1], words[2], words[3]);
            case "node" ->
                nodes.put(
                        node(Integer.parseInt(words[1])),
                        NodeTrouble.valueOf(words[2].toUpperCase(Locale.ROOT).replace('-', '_')));
            case "revision" -> revisions.put(Integer.valueOf(words[1]), words[2]);
            case "update" -> updateRevision = words[1];
            case "limit" ->
                limit = Optional.of(
                        words[1].equals("OnDelete") ? RollLimit.ON_DELETE : RollLimit.from(Integer.parseInt(words[1])));
            case "reverts" -> reverts = true;
            case "unsettled" -> unsettled = true;
            case "version" -> members.version(Integer.parseInt(words[1]), words[2]);
            case "partial" -> completeness = MembershipView.Completeness.partial(rest(words));
            case "alarm" -> alarms.add(rest(words));
            case "unfinished" -> members.unfinished(rest(words));
            case "cluster" -> clusterId = Optional.of(words[1]);
            case "operation" -> operation(words[1], Integer.parseInt(words[2]), words[3]);
            case "attempted" -> attempts = Integer.parseInt(words[1]);
            case "begun" -> begun = Long.parseLong(words[1]);
            case "request", "accepted", "said", "written", "kept-size", "wish", "failed", "autoscaler", "scaler" ->
                scaling.line(words);
            case "backup" -> backup.line(words);
            case "missing" -> missing.add(words[1] + " " + words[2]);
            case "not-ours" -> notOurs.add(words[1] + " " + words[2]);
            case "foreign" -> foreign(Integer.parseInt(words[1]));
            case "foreign-image" ->
                template = template.andThen(pod -> ((ObjectNode) pod.at("/containers/0")).put("image", words[1]));
            case "foreign-field" -> template = template.andThen(pod -> pod.put(words[1], "theirs"));
            case "lost-memory" -> memoryLost = true;
            case "no-objects" -> noObjects = true;
            case "no-set-but-pods" -> replicas = -1;
            case "no-set" -> {
                replicas = -1;
                pods.clear();
            }
            default -> throw new IllegalArgumentException("no such line: " + String.join(" ", words));
        }
    }

    private static String rest(String[] words) {
        return String.join(" ", List.of(words).subList(1, words.length));
    }

    private void running(int count) {
        replicas = count;
        for (int ordinal = 0; ordinal < count; ordinal++) {
            pods.put(ordinal, pod(ordinal, true, true, false, "", ObservedPod.Turned.NOT_AWAY));
            claims.there(ordinal);
            if (hasMembers) {
                members.well(ordinal);
                admit(ordinal, "started");
            }
        }
        if (hasMembers) {
            clusterId = Optional.of("c1");
        }
        if (traits.founds()) {
            initialised = Optional.of(new AppMemory.Initialised(component.name(), "c1"));
        }
    }

    private void foreign(int count) {
        running(count);
        foreign = true;
    }

    private void pod(int ordinal, String what, String why) {
        claims.there(ordinal);
        switch (what) {
            case "gone" -> pods.remove(ordinal);
            case "pending" -> pods.put(ordinal, pod(ordinal, false, false, false, why, ObservedPod.Turned.NOT_AWAY));
            case "blank" ->
                pods.put(ordinal, pod(ordinal, false, false, false, "", ObservedPod.Turned.AWAY_BLANK_VOLUME));
            case "unready" -> pods.put(ordinal, pod(ordinal, true, false, false, why, ObservedPod.Turned.NOT_AWAY));
            case "since" -> since.put(ordinal, Long.valueOf(why));
            case "made" -> made.put(ordinal, Long.valueOf(why));
            case "ready" -> pods.put(ordinal, pod(ordinal, true, true, false, "", ObservedPod.Turned.NOT_AWAY));
            case "terminating" -> pods.put(ordinal, pod(ordinal, true, true, true, "", ObservedPod.Turned.NOT_AWAY));
            default -> throw new IllegalArgumentException("no such state of a pod: " + what);
        }
    }

    private void admit(int ordinal, String state) {
        List<String> peers = new ArrayList<>();
        for (int peer = 0; peer <= ordinal; peer++) {
            peers.add(set.podName(peer));
        }
        Admission.State parsed = Admission.State.valueOf(state.toUpperCase(Locale.ROOT));
        admissions.put(ordinal, new Admission(component.name(), set.name(), ordinal, "1", parsed, peers));
    }

    private void operation(String type, int ordinal, String phase) {
        operation = Optional.of(new OperationRecord(
                7,
                OperationRecord.Type.valueOf(type),
                component.name(),
                set.name(),
                ordinal,
                OperationRecord.Phase.valueOf(phase),
                type.equals("ADOPT")
                        ? Optional.of(Takeover.template(set.statefulSet()))
                        : members.meant(type, ordinal, traits.join() == ComponentTraits.Join.BEFORE_POD),
                Optional.ofNullable(pods.get(ordinal)).map(ObservedPod::uid),
                Optional.empty(),
                "1234567",
                Scenario.NOW.minusSeconds(begun),
                attempts));
    }

    private boolean renewed() {
        return operation
                .filter(record -> record.type() == OperationRecord.Type.RENEW)
                .isPresent();
    }

    private OperationRecord whole(OperationRecord record) {
        Manifest wanted = Objects.requireNonNull(goal.sets().get(set.name()));
        return record.type() == OperationRecord.Type.RENEW
                ? record.making(Renewal.whole(liveSet(pods.size()), wanted))
                : record;
    }

    private ObservedPod pod(
            int ordinal, boolean running, boolean ready, boolean terminating, String why, ObservedPod.Turned turned) {
        return new ObservedPod(
                set.podName(ordinal),
                ordinal,
                "uid-" + ordinal,
                "5",
                Scenario.NOW.minusSeconds(3600),
                Scenario.NOW,
                running,
                ready,
                terminating,
                FIRST,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                why.isEmpty() ? Optional.empty() : Optional.of(why),
                turned);
    }

    /** What is remembered of this component. */
    AppMemory memory() {
        return memoryLost
                ? AppMemory.BLANK
                : new AppMemory(
                        "5",
                        7,
                        operation.map(this::whole),
                        List.copyOf(admissions.values()),
                        initialised.stream().toList(),
                        scaling.accepted());
    }

    /** @param memory of all components */
    ObservedState state(AppMemory memory) {
        Map<String, MembershipView> views = hasMembers && !members.all().isEmpty()
                ? Map.of(component.name(), members.view(completeness, clusterId, alarms))
                : Map.of();
        return new ObservedState(
                goal.app().name(), objects(memory), Map.of(set.name(), set()), nodes, scaling.scalers(), views, memory);
    }

    /** What the planner would have made, so that a scenario tells only what is special about it. */
    private List<ObservedObject> objects(AppMemory memory) {
        List<ObservedObject> objects = new ArrayList<>();
        boolean exists = !noObjects && (replicas >= 0 || !admissions.isEmpty() || renewed());
        List<Manifest> wanted = new ArrayList<>(before.objects().stream()
                .filter(object -> object.label(Labels.COMPONENT).equals(Optional.of(component.name())))
                .toList());
        if (memory.admissions().stream().anyMatch(one -> one.component().equals(component.name()))) {
            before.startConfig(component.name(), memory).ifPresent(wanted::add);
        }
        if (foreign) {
            pods.keySet().stream().sorted().forEach(ordinal -> objects.add(pod(set.podName(ordinal))));
            return objects;
        }
        for (Manifest manifest : wanted) {
            String name = manifest.ref().kind().title() + " " + manifest.name();
            boolean foreign = notOurs.contains(name);
            if ((exists || foreign) && !missing.contains(name)) {
                objects.add(new ObservedObject(
                        backup.on(scaling.on(edits.on(manifest))),
                        foreign ? ObservedObject.Ownership.NOT_OURS : ObservedObject.Ownership.OURS));
            }
        }
        return objects;
    }

    private ObservedSet set() {
        List<ObservedPod> sorted = (foreign ? Map.<Integer, ObservedPod>of() : pods)
                .entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(pod -> dated(pod.getValue()))
                        .toList();
        Optional<LiveSet> live = replicas < 0 ? Optional.empty() : Optional.of(liveSet(replicas));
        return new ObservedSet(set.name(), live, sorted, claims.all(whose()));
    }

    /** What is not Ready is so since a minute, and what is Ready since an hour. */
    private ObservedPod dated(ObservedPod pod) {
        long seconds = since.getOrDefault(pod.ordinal(), pod.ready() ? 3600L : 60L);
        return new ObservedPod(
                pod.name(),
                pod.ordinal(),
                pod.uid(),
                pod.resourceVersion(),
                Scenario.NOW.minusSeconds(made.getOrDefault(pod.ordinal(), 3600L)),
                Scenario.NOW.minusSeconds(seconds),
                pod.running(),
                pod.ready(),
                pod.terminating(),
                revisions.getOrDefault(pod.ordinal(), FIRST),
                pod.ip(),
                Optional.of(node(pod.ordinal())),
                pod.role(),
                pod.trouble(),
                pod.admission());
    }

    private static String node(int ordinal) {
        return "node-" + ordinal;
    }

    private ObservedObject.Ownership whose() {
        return foreign ? ObservedObject.Ownership.NOT_OURS : ObservedObject.Ownership.OURS;
    }

    private LiveSet liveSet(int replicas) {
        Manifest stamped = Differences.stampedAs(
                setBefore.statefulSet(),
                scaling.keeping(Optional.ofNullable(before.sets().get(set.name()))
                        .orElseGet(() -> Objects.requireNonNull(goal.sets().get(set.name())))));
        Manifest wanted = Optional.ofNullable(goal.sets().get(set.name())).orElse(stamped);
        Manifest remembering = stamped.with(tree -> {
            template.accept((ObjectNode) tree.at("/spec/template/spec"));
            if (reverts) {
                tree.withObject("/metadata/annotations").set(SetChange.BEFORE, wanted.at(TEMPLATE_STAMP));
            }
        });
        ObservedObject object = new ObservedObject(edits.on(remembering), whose());
        boolean onDelete =
                setBefore.statefulSet().at("/spec/updateStrategy/type").asText().equals("OnDelete");
        RollLimit rest = onDelete ? RollLimit.ON_DELETE : RollLimit.from(replicas);
        return new LiveSet(
                object, replicas, limit.orElse(rest), unsettled ? 2 : 1, 1, pods.size(), FIRST, updateRevision);
    }

    private ObservedObject pod(String name) {
        return ClaimsText.named(goal.app().name().namespace(), Kind.POD, name, whose());
    }
}
