package dev.quorate.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.behaviour.ProgramRequest;
import dev.quorate.simulator.engine.etcd.EtcdNetwork;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Store;
import dev.quorate.state.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries out what a script says people, machines and chance do to the world. */
final class Workload {

    static final String NAMESPACE = "shop";

    private final World world;
    private final List<App> apps;
    private final Map<App, Wish> wishes = new LinkedHashMap<>();
    private int writes;

    Workload(World world, List<App> apps) {
        this.world = world;
        this.apps = apps;
        apps.forEach(app -> wishes.put(app, app.first()));
    }

    /** What Git asks for by now. */
    Map<App, Wish> wishes() {
        return Map.copyOf(wishes);
    }

    void firstCommit() {
        commitAll("the apps", "");
    }

    /** The last word, so that it is known where everything must end. */
    void lastCommit() {
        commitAll("last word", "# last word\n");
    }

    private void commitAll(String subject, String comment) {
        Map<String, Optional<String>> files = new LinkedHashMap<>();
        wishes.forEach((app, wish) -> files.put(app.file(), Optional.of(app.spec(wish) + comment)));
        commit(subject, files);
    }

    void does(Choice choice) {
        App app = apps.get(choice.which(apps.size()));
        switch (choice.deed()) {
            case SCALE -> scale(app, app.size(choice.b()));
            case GROW -> asks(app, wish(app).withMoreRoom());
            case SCALE_BOTH -> apps.forEach(each -> scale(each, each.size(choice.b())));
            case BAD_FILE -> commit("a bad file", Map.of(app.file(), Optional.of("spec: [not, an, app")));
            case ILLEGAL_SIZE ->
                commit(
                        "an illegal size",
                        Map.of(app.file(), Optional.of(app.spec(wish(app).withSize(app.members() ? 2 : -1)))));
            case REVERT -> revert(choice);
            case WRITE -> write(choice);
            case EDIT_BY_HAND -> editByHand(app, choice);
            case KILL_POD, CRASH_CONTAINER, MOVE_LEADER, LOSE_VOLUME, CUT_OFF, SLOW_START -> accident(app, choice);
            case CRASH_BEFORE, CRASH_AFTER, FREEZE, REQUEST_LOST, REPLY_LOST, CONFLICT ->
                world.faults().arm(choice);
            case STALE_CACHE ->
                world.faults()
                        .last(
                                CacheFeed.stale(CacheFeed.KINDS.get(choice.which(CacheFeed.KINDS.size()))),
                                choice.lasting(8));
            case WATCH_GAP -> world.faults().last(CacheFeed.NO_WATCH, choice.lasting(30));
            case UNREACHABLE -> world.faults().last(FaultyReach.unreachable(pod(app, choice)), choice.lasting(40));
            case API_DOWN -> world.faults().last(FaultyTransport.DOWN, choice.lasting(10));
            case GIT_DOWN -> world.faults().last(HistorySource.DOWN, choice.lasting(40));
            case PUSH_REFUSED -> world.faults().last(Reports.REFUSED, choice.lasting(40));
        }
    }

    void scale(App app, int size) {
        asks(app, wish(app).withSize(size));
    }

    private void asks(App app, Wish wish) {
        wishes.put(app, wish);
        commit(app.name() + " " + wish.size() + " of " + wish.room(), Map.of(app.file(), Optional.of(app.spec(wish))));
    }

    private Wish wish(App app) {
        return wishes.getOrDefault(app, app.first());
    }

    /** All files as an earlier commit had them. */
    private void revert(Choice choice) {
        List<GitHistory.Commit> commits = world.git().commits();
        GitHistory.Commit earlier = commits.get(choice.which(commits.size()));
        Map<String, Optional<String>> files = new LinkedHashMap<>();
        for (App app : apps) {
            String text = earlier.files().getOrDefault(app.file(), "");
            files.put(app.file(), Optional.of(text));
            reverted(app, text);
        }
        commit("revert to " + earlier.info().shortId(), files);
    }

    /** Sizes go back with it; less room than was asked for since is refused, or comes too early to have been given. */
    private void reverted(App app, String text) {
        Wish wish = wish(app);
        for (int size = 0; size <= 7; size++) {
            for (int room = 1; room <= wish.gibibytes(); room++) {
                if (app.takes(size) && text.equals(app.spec(new Wish(size, room)))) {
                    wishes.put(app, wish.withSize(size));
                }
            }
        }
    }

    private void commit(String subject, Map<String, Optional<String>> changes) {
        world.timeline().add("commit", () -> subject);
        world.git().push(world.time().now(), subject, changes);
    }

    private void accident(App app, Choice choice) {
        String pod = pod(app, choice);
        world.timeline().add("fault", () -> choice.deed().words() + " of " + pod);
        var faults = world.simulator().faults();
        switch (choice.deed()) {
            case KILL_POD -> faults.killPod(NAMESPACE, pod);
            case CRASH_CONTAINER -> faults.crashContainer(NAMESPACE, pod);
            case MOVE_LEADER -> faults.moveEtcdLeader(NAMESPACE, pod);
            case LOSE_VOLUME -> loseVolume(app, pod);
            case SLOW_START -> faults.delayStart(NAMESPACE, pod, choice.lasting(30));
            default -> cutOff(pod, choice);
        }
    }

    private void cutOff(String pod, Choice choice) {
        world.simulator().faults().cutFromNetwork(NAMESPACE, pod);
        world.simulator().schedule().after(choice.lasting(40), "reconnect " + pod, () -> {
            world.timeline().add("fault", () -> pod + " is connected again");
            world.simulator().faults().reconnect(NAMESPACE, pod);
        });
    }

    /** Only one that the cluster can spare: with the majority of the data gone no software brings it back. */
    private void loseVolume(App app, String pod) {
        List<EtcdNetwork.View> views = members(app);
        long voters =
                views.stream().filter(view -> view.member() && !view.learner()).count();
        boolean whole = views.stream()
                .filter(EtcdNetwork.View::leader)
                .anyMatch(view -> view.voters() == voters && view.voters() >= 3);
        if (whole) {
            world.simulator().faults().loseVolume(NAMESPACE, "data-" + pod);
            world.simulator().faults().killPod(NAMESPACE, pod);
        }
    }

    /** Somebody changes a field that Git owns, and that restarts nothing. */
    private void editByHand(App app, Choice choice) {
        Kind kind = choice.b() % 2 == 0 ? Kind.STATEFUL_SET : Kind.SERVICE;
        var store = world.simulator().store();
        store.get(new Key(world.kind(kind), NAMESPACE, app.name())).ifPresent(live -> {
            world.timeline().add("fault", () -> "somebody edits " + kind.title() + " " + app.name());
            ObjectNode edited = live.deepCopy();
            edited.withObject("/metadata/annotations").put("quorate.dev/applied", "by hand");
            store.write(world.kind(kind), edited, Store.Writer.of("a-person"));
        });
    }

    private String pod(App app, Choice choice) {
        int size =
                Math.max(1, (int) world.simulator().store().list(world.kind(Kind.POD), Optional.of(NAMESPACE)).stream()
                        .filter(pod -> pod.at("/metadata/name").asText().startsWith(app.name() + "-"))
                        .count());
        return app.name() + "-" + (choice.b() / 1000) % size;
    }

    private List<EtcdNetwork.View> members(App app) {
        String prefix = NAMESPACE + "/" + app.name() + "-";
        return world.simulator().etcd().running(NAMESPACE).stream()
                .filter(view -> view.pod().startsWith(prefix))
                .toList();
    }

    /** A client that found its way by the app's Service writes through some member; what is acknowledged must never be lost. */
    private void write(Choice choice) {
        var views = world.simulator().etcd().running(NAMESPACE).stream()
                .filter(view -> forClients(view.pod()))
                .toList();
        if (views.isEmpty()) {
            return;
        }
        String pod = views.get(choice.which(views.size())).pod();
        Key key = new Key(world.kind(Kind.POD), NAMESPACE, pod.substring(pod.indexOf('/') + 1));
        world.simulator().store().get(key).ifPresent(tree -> {
            String body = "{\"key\":\"a" + ++writes + "\",\"value\":\"dg==\"}";
            world.simulator().request(tree.at("/status/podIP").asText(), ProgramRequest.post(2379, "/v3/kv/put", body));
        });
    }

    private boolean forClients(String pod) {
        String app = pod.substring(pod.indexOf('/') + 1, pod.lastIndexOf('-'));
        return world.simulator()
                .store()
                .get(new Key(world.kind(Kind.SERVICE), NAMESPACE, app))
                .isPresent();
    }
}
