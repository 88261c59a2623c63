package dev.quorate.simulation;

import dev.quorate.simulator.behaviour.ProgramRequest;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.state.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Carries out what a script says people, machines and chance do to the world. */
final class Workload {

    static final String NAMESPACE = "shop";

    private static final String[] VERSIONS = {"3.5", "3.5.26", "3.6"};

    private static final int NODES = 5;
    private static final int MOST_PODS = 9;

    /** Longer than pods are let be on a node that does not answer. */
    private static final Duration LONG_OFF = Duration.ofMinutes(7);

    private final World world;
    private final Hands hands;
    private final Person person;
    private final Writing writing;
    private final List<App> apps;
    private final Map<App, Wish> wishes = new LinkedHashMap<>();
    /** The most that was ever asked for: nothing shrinks. */
    private final Map<App, Integer> rooms = new HashMap<>();

    /** What the person said last. */
    private final Map<App, Person.Answer> answers = new HashMap<>();

    private final Map<String, Wish> meant = new HashMap<>();

    Workload(World world, List<App> apps) {
        this(world, apps, false);
    }

    /** @param deletes whether the apps go when their files are gone */
    Workload(World world, List<App> apps, boolean deletes) {
        this.world = world;
        this.hands = new Hands(world);
        this.person = new Person(world);
        this.writing = new Writing(world, apps);
        this.apps = apps;
        apps.forEach(app -> wishes.put(app, Wish.first(app).deletes(deletes)));
    }

    /** What Git asks for by now. */
    Map<App, Wish> wishes() {
        return Map.copyOf(wishes);
    }

    void firstCommit() {
        commitAll("the apps", "");
    }

    /** What is not taken over yet stays so until its file asks for what runs. @return whether there is any such */
    boolean writesDownWhatRuns() {
        List<App> left = apps.stream()
                .filter(app -> !world.invariants().takeover(app).done())
                .toList();
        left.forEach(app -> {
            wishes.computeIfPresent(
                    app, (any, wish) -> Wish.first(app).broken(false).deletes(wish.deletes()));
            answers.remove(app);
        });
        if (!left.isEmpty()) {
            lastCommit();
        }
        return !left.isEmpty();
    }

    /** The last word, so that it is known where everything must end. */
    void lastCommit() {
        boolean firstRuns = wish(apps.get(0)).runs();
        wishes.replaceAll((app, wish) ->
                wish.broken(false).depends(wish.depends() && firstRuns).roomed(room(app)));
        commitAll("last word", "# last word\n");
    }

    private int room(App app) {
        return world.invariants().takeover(app).taken() ? rooms.getOrDefault(app, 1) : 1;
    }

    /** What stands still is to run again. @return whether there is any such */
    boolean wakesAll() {
        if (wishes.values().stream().allMatch(Wish::runs)) {
            return false;
        }
        wishes.replaceAll((app, wish) -> wish.living(Wish.Life.RUNS).written(true));
        commitAll("all run again", "# all run again\n");
        return true;
    }

    /** Clients that never rest, where a master moves under them. */
    void goesOn() {
        writing.goesOn();
    }

    /** A person reads what is refused. */
    void answer() {
        for (App app : apps) {
            person.answers(app)
                    .filter(answer -> !said(app, answer) && wish(app).written())
                    .ifPresent(answer -> {
                        answers.put(app, answer);
                        change(app, wish(app), "answered: " + answer.guard() + " of " + answer.member());
                    });
        }
    }

    private boolean said(App app, Person.Answer answer) {
        return world.git().head().files().getOrDefault(app.file(), "").contains(answer.line());
    }

    private void commitAll(String subject, String comment) {
        Map<String, Optional<String>> files = new LinkedHashMap<>();
        wishes.forEach((app, wish) -> files.put(app.file(), file(app, wish).map(text -> text + comment)));
        commit(subject, files);
    }

    private Optional<String> file(App app, Wish wish) {
        if (!wish.written()) {
            return Optional.empty();
        }
        String text = app.spec(wish)
                + Optional.ofNullable(answers.get(app)).map(Person.Answer::line).orElse("");
        meant.put(text, wish);
        return Optional.of(text);
    }

    void does(Choice choice) {
        App app = apps.get(choice.which(apps.size()));
        switch (choice.deed()) {
            case SCALE -> scale(app, app.size(choice.b()));
            case GROW -> change(app, wish(app).withMoreRoom(), "more room");
            case SCALE_BOTH -> apps.forEach(each -> scale(each, each.size(choice.b())));
            case CHANGE_TEMPLATE, CHANGE_LABEL, CHANGE_VERSION, BREAK_IMAGE, PAUSE, PARTITION, ON_DELETE ->
                change(app, updated(wish(app), choice), choice.deed().words());
            case STOP -> change(app, wish(app).turned(Wish.Life.STOPPED), "stop");
            case SUSPEND -> change(app, wish(app).turned(Wish.Life.SUSPENDED), "suspend");
            case DEPEND -> change(app, wish(app).depends(!wish(app).depends() && !app.equals(apps.get(0))), "depend");
            case REMOVE_FILE -> removeFile(app);
            case BAD_FILE -> commit("a bad file", Map.of(app.file(), Optional.of("spec: [not, an, app")));
            case ILLEGAL_SIZE ->
                commit(
                        "an illegal size",
                        Map.of(app.file(), Optional.of(app.spec(wish(app).sized(app.illegalSize())))));
            case REVERT -> revert(choice);
            case WRITE -> writing.write(choice);
            case EDIT_BY_HAND -> hands.edit(app, choice);
            case SCALE_BY_HAND -> {
                strikesAll(app);
                hands.scale(app, choice);
            }
            case DELETE_BY_HAND -> {
                strikesAll(app);
                hands.delete(app, choice);
            }
            case LOSE_NODE -> loseNode(choice, choice.lasting(60));
            case SWITCH_OFF_NODE -> loseNode(choice, LONG_OFF.plus(choice.lasting(100)));
            case LOSE_CLAIM -> loseClaim(app, choice);
            case ADD_STRANGER -> addStranger(app, choice);
            case KILL_POD, CRASH_CONTAINER, MOVE_LEADER, LOSE_VOLUME, CUT_OFF, SLOW_START -> accident(app, choice);
            case CRASH_BEFORE, CRASH_AFTER, FREEZE, REQUEST_LOST, REPLY_LOST, CONFLICT ->
                world.faults().arm(choice);
            case STALE_CACHE ->
                world.faults()
                        .last(
                                CacheFeed.stale(CacheFeed.LAGGING.get(choice.which(CacheFeed.LAGGING.size()))),
                                choice.lasting(8));
            case WATCH_GAP -> world.faults().last(CacheFeed.NO_WATCH, choice.lasting(30));
            case UNREACHABLE -> world.faults().last(FaultyReach.unreachable(pod(app, choice)), choice.lasting(40));
            case API_DOWN -> world.faults().last(FaultyTransport.DOWN, choice.lasting(10));
            case GIT_DOWN -> world.faults().last(HistorySource.DOWN, choice.lasting(40));
            case PUSH_REFUSED -> world.faults().last(Reports.REFUSED, choice.lasting(40));
        }
    }

    void scale(App app, int size) {
        change(app, wish(app).sized(size), String.valueOf(size));
    }

    private Wish wish(App app) {
        return Optional.ofNullable(wishes.get(app)).orElseThrow();
    }

    /** Nobody edits a file that is not there. */
    void change(App app, Wish wish, String what) {
        rooms.merge(app, wish.gibibytes(), Math::max);
        if (wish(app).written()) {
            wishes.put(app, wish);
            Map<String, Optional<String>> files = new LinkedHashMap<>();
            files.put(app.file(), file(app, wish));
            commit(app.name() + " " + what, files);
        }
    }

    /** What holds an update back comes with one, since alone it changes nothing. */
    private static Wish updated(Wish wish, Choice choice) {
        Wish next = wish.set(1 + choice.b() % 9);
        return switch (choice.deed()) {
            case CHANGE_LABEL -> wish.labelled(1 + choice.b() % 9);
            case CHANGE_VERSION -> wish.versioned(VERSIONS[choice.b() % VERSIONS.length]);
            case BREAK_IMAGE -> wish.broken(!wish.broken());
            case PAUSE -> next.turned(Wish.Update.PAUSED);
            case PARTITION -> next.turned(Wish.Update.PARTITION);
            case ON_DELETE -> next.turned(Wish.Update.ON_DELETE);
            default -> next;
        };
    }

    /** One at a time: that more are gone at once must be confirmed by a person. */
    private void removeFile(App app) {
        if (!wish(app).written()) {
            wishes.put(app, wish(app).written(true));
            change(app, wish(app), "is back");
        } else if (wishes.values().stream().allMatch(Wish::written)) {
            change(app, wish(app).written(false), "is gone");
        }
    }

    /**
     * All files as an earlier commit had them; one that cannot be read asks for nothing else than before, and less room than
     * was asked for since is refused, or comes too early to have been given.
     */
    private void revert(Choice choice) {
        List<GitHistory.Commit> commits = world.git().commits();
        GitHistory.Commit earlier = commits.get(choice.which(commits.size()));
        Map<String, Optional<String>> files = new LinkedHashMap<>();
        for (App app : apps) {
            Optional<String> text = Optional.ofNullable(earlier.files().get(app.file()));
            files.put(app.file(), text);
            wishes.computeIfPresent(
                    app,
                    (any, wish) ->
                            text.map(file -> meant.getOrDefault(file, wish)).orElseGet(() -> wish.written(false)));
        }
        commit("revert to " + earlier.info().shortId(), files);
    }

    private void commit(String subject, Map<String, Optional<String>> changes) {
        world.timeline().add("commit", () -> subject);
        world.git().push(world.time().now(), subject, changes);
    }

    private void accident(App app, Choice choice) {
        String pod = pod(app, choice);
        world.timeline().add("fault", () -> choice.deed().words() + " of " + pod);
        world.invariants().takeover(app).strikes(pod);
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

    static String cutOff(String pod) {
        return pod + " is cut off";
    }

    private void cutOff(String pod, Choice choice) {
        world.simulator().faults().cutFromNetwork(NAMESPACE, pod);
        world.faults().last(cutOff(pod), choice.lasting(40));
        world.simulator().schedule().after(choice.lasting(40), "reconnect " + pod, () -> {
            if (!world.faults().lasts(cutOff(pod))) {
                world.timeline().add("fault", () -> pod + " is connected again");
                world.simulator().faults().reconnect(NAMESPACE, pod);
            }
        });
    }

    private void loseVolume(App app, String pod) {
        if (whole(app) && spares(app, pod) && sentinelsWhole(app)) {
            world.simulator().faults().loseVolume(NAMESPACE, "data-" + pod);
            world.simulator().faults().killPod(NAMESPACE, pod);
        }
    }

    /** Whether it can spare one: with the majority of the data gone no software brings it back. */
    private boolean whole(App app) {
        List<Running.View> views = members(app);
        long voters =
                views.stream().filter(view -> view.member() && !view.learner()).count();
        return views.stream()
                .filter(Running.View::leader)
                .anyMatch(view -> view.voters() == voters && view.voters() >= 3);
    }

    private boolean sentinelsWhole(App app) {
        return app.sentinels(1) == 0 || world.invariants().watchers(app).whole();
    }

    private boolean spares(App app, String pod) {
        return members(app).stream().limit(1).allMatch(view -> world.running().queuesSpare(view.clusterId(), pod));
    }

    /** The volume is gone with its object, as Kubernetes says of the claim; a pod that runs on it ends. */
    private void loseClaim(App app, Choice choice) {
        String pod = pod(app, choice);
        Key claim = new Key(world.kind(Kind.PERSISTENT_VOLUME_CLAIM), NAMESPACE, "data-" + pod);
        world.simulator()
                .store()
                .get(claim)
                .map(tree -> tree.at("/spec/volumeName").asText())
                .filter(volume -> !volume.isEmpty()
                        && (!app.members() || (whole(app) && spares(app, pod) && sentinelsWhole(app))))
                .ifPresent(volume -> {
                    world.timeline().add("fault", () -> "the volume of " + pod + " is lost, as Kubernetes says");
                    world.invariants().takeover(app).strikes(pod);
                    world.simulator().faults().deleteObject(new Key(Kinds.VOLUME, "", volume));
                    world.simulator().faults().killPod(NAMESPACE, pod);
                });
    }

    /** Somebody adds a member by the engine's own command. */
    private void addStranger(App app, Choice choice) {
        if (!app.members() || !whole(app)) {
            return;
        }
        List<Running.View> members = members(app);
        boolean any = app.engine().equals("rabbitmq");
        String pod = members.get(any ? choice.which(members.size()) : 0).pod();
        Key key = new Key(world.kind(Kind.POD), NAMESPACE, pod.substring(pod.indexOf('/') + 1));
        ProgramRequest stranger = Clients.stranger(app, choice);
        world.timeline().add("fault", () -> "somebody adds what nobody asked for: " + stranger.body());
        world.simulator()
                .store()
                .get(key)
                .ifPresent(tree ->
                        world.simulator().request(tree.at("/status/podIP").asText(), stranger));
    }

    private void strikesAll(App app) {
        IntStream.range(0, MOST_PODS)
                .forEach(ordinal -> world.invariants().takeover(app).strikes(app.name() + "-" + ordinal));
    }

    private void loseNode(Choice choice, Duration off) {
        String node = "node-" + (1 + choice.which(NODES));
        world.timeline().add("fault", () -> node + " is lost");
        world.simulator().faults().loseNode(node);
        apps.forEach(this::strikesAll);
        world.simulator().schedule().after(off, "restore " + node, () -> {
            world.timeline().add("fault", () -> node + " is back");
            world.simulator().faults().restoreNode(node);
        });
    }

    private String pod(App app, Choice choice) {
        if (app.sentinels(1) > 0) {
            List<String> pods = world.simulator().store().list(world.kind(Kind.POD), Optional.of(NAMESPACE)).stream()
                    .map(pod -> pod.at("/metadata/name").asText())
                    .filter(pod -> pod.startsWith(app.name() + "-"))
                    .sorted()
                    .toList();
            return pods.isEmpty() ? app.name() + "-0" : pods.get((choice.b() / 1000) % pods.size());
        }
        int size =
                Math.max(1, (int) world.simulator().store().list(world.kind(Kind.POD), Optional.of(NAMESPACE)).stream()
                        .filter(pod -> pod.at("/metadata/name").asText().startsWith(app.name() + "-"))
                        .count());
        return app.name() + "-" + (choice.b() / 1000) % size;
    }

    private List<Running.View> members(App app) {
        String prefix = prefix(app);
        return world.running().in(NAMESPACE).stream()
                .filter(view -> view.pod().startsWith(prefix))
                .toList();
    }

    static String prefix(App app) {
        return NAMESPACE + "/" + app.name() + "-";
    }
}
