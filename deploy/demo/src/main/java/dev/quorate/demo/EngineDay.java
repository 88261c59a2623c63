package dev.quorate.demo;

import dev.quorate.cli.ExitCode;
import dev.quorate.client.Members;
import dev.quorate.client.WritingClient;
import dev.quorate.demo.Scene.Edit;
import dev.quorate.demo.Scene.Expectation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What one app of an engine lives through, with somebody writing to it all the time. */
final class EngineDay {
    /** Probes ask every few seconds, as in a real cluster, and a pod after the other is made anew. */
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    /** Enough to show that writes go on. */
    private static final int SOME = 20;

    private final DemoEngine engine;
    private final boolean real;
    private final DemoWorld world;
    private final Scraping scraping;
    private final Narrator narrator;
    private final Stage stage;
    private final Facts facts;
    private final String app;

    EngineDay(DemoEngine engine, boolean real, DemoWorld world, Scraping scraping, Narrator narrator) {
        this.engine = engine;
        this.real = real;
        this.world = world;
        this.scraping = scraping;
        this.narrator = narrator;
        this.stage = new Stage(world, narrator, PATIENCE);
        this.facts = new Facts(world);
        this.app = engine.app();
    }

    /** Whether everything happened as it should; a scene that went wrong is the last one. */
    boolean play() throws InterruptedException {
        long start = System.nanoTime();
        if (real) {
            narrator.realOpening(engine.name());
        } else {
            narrator.opening(engine.name() + " under pull requests, and under worse");
            world.cluster().loseImage(engine.noImage());
        }
        stage.play(founding());
        try (Members members = engine.members(world.cluster());
                WritingClient client = WritingClient.start(members, this::addresses)) {
            changes(client);
        }
        if (stage.broken() > 0) {
            narrator.evidence(world.evidence());
        }
        narrator.closing(
                stage.held(),
                stage.broken(),
                Duration.ofNanos(System.nanoTime() - start).toSeconds());
        return stage.broken() == 0;
    }

    private void changes(WritingClient client) throws InterruptedException {
        stage.play(scale("Five members instead of three", 3, 5));
        stage.play(scale("Back to three", 5, 3));
        Optional<DemoRepository.Commit> good = stage.play(update());
        stage.play(broken());
        good.ifPresent(world.repository()::restore);
        Optional<DemoRepository.Commit> newest = stage.play(revert());
        if (newest.isPresent()) {
            stage.play(lostVolume(), newest.get());
            cutNetwork(client, newest.get());
        }
        if (stage.broken() == 0) {
            readBack(client);
        }
    }

    private Scene founding() {
        return scene(
                "The app comes up",
                engine.beginning(),
                "Add the " + app + " service",
                List.of(voters(3), template(engine.older()), reported(3)));
    }

    private Scene scale(String title, int from, int to) {
        String file = "apps/" + app + "/app.yaml";
        return scene(
                title,
                List.of(new Edit(file, "replicas: " + from, "replicas: " + to)),
                "Have " + to + " members",
                Stream.concat(
                                Stream.of(voters(to), pods(to), reported(to)),
                                scraping.scrapes(all(to), this::hosts).stream())
                        .toList());
    }

    private Set<String> hosts() {
        return addresses().stream()
                .map(address -> address.substring(0, address.indexOf(':')))
                .collect(Collectors.toSet());
    }

    private Scene update() {
        return scene(
                "An update",
                List.of(engine.update()),
                "Update the " + app + " service",
                List.of(template(engine.newer()), voters(3), reported(3)));
    }

    private Scene broken() {
        return scene(
                "A version that does not exist",
                List.of(engine.broken()),
                "Update to a version that nobody has",
                List.of(new Expectation(
                        "one pod cannot start, and all others go on",
                        () -> facts.waits(app, "ImagePullBackOff") == 1 && facts.ready(app) == all(3) - 1)));
    }

    private Scene revert() {
        return scene(
                "A revert", List.of(), "Revert the update", List.of(template(engine.newer()), voters(3), reported(3)));
    }

    private Incident lostVolume() {
        String pod = app + "-1";
        BooleanSupplier replaced = engine.knownByVolume() ? anotherMember() : anotherPod(pod);
        return new Incident(
                "A lost volume",
                "the disk of " + pod + " is gone, and the pod with it",
                () -> world.cluster().loseVolumeOf(pod),
                List.of(
                        new Expectation(
                                "three members vote, and one of them "
                                        + (engine.knownByVolume() ? "is new" : "began with nothing"),
                                () -> facts.voters(app) == 3 && replaced.getAsBoolean()),
                        new Expectation(
                                "the repository says that " + all(3) + " of " + all(3) + " are ready",
                                () -> replaced.getAsBoolean() && facts.reported(app, all(3)))));
    }

    private BooleanSupplier anotherMember() {
        Set<String> before = facts.identities(app);
        return () -> facts.identities(app).stream()
                        .filter(id -> !before.contains(id))
                        .count()
                == 1;
    }

    /** Ready again with what it received. */
    private BooleanSupplier anotherPod(String pod) {
        String before = facts.uid(app, pod);
        return () -> !facts.uid(app, pod).equals(before) && facts.ready(app) == all(3);
    }

    /** The worst one to lose is the leader, where there is one. */
    private void cutNetwork(WritingClient client, DemoRepository.Commit newest) throws InterruptedException {
        Optional<String> leader = facts.leader(app);
        String pod = leader.orElse(app + "-0");
        Set<String> before = facts.identities(app);
        int written = client.acknowledged();
        List<Expectation> expectations = new ArrayList<>();
        leader.ifPresent(old -> expectations.add(new Expectation(
                "the others have another leader",
                () -> facts.leader(app).filter(now -> !now.equals(old)).isPresent())));
        if (engine.unreadyAlone()) {
            expectations.add(new Expectation("the pod is not ready", () -> facts.ready(app) == all(3) - 1));
        }
        expectations.add(new Expectation("writes go on", () -> client.acknowledged() > written + SOME));
        stage.play(
                new Incident(
                        "A cut network",
                        "the link of " + pod + (leader.isPresent() ? ", which leads," : "") + " is taken down",
                        () -> world.cluster().cutOff(pod),
                        expectations),
                newest);
        stage.play(
                new Incident(
                        "The network is whole again",
                        "the link of " + pod + " is up again",
                        () -> world.cluster().reconnect(pod),
                        List.of(
                                new Expectation(
                                        "the same three members vote",
                                        () -> facts.voters(app) == 3
                                                && facts.identities(app).equals(before)),
                                reported(3))),
                newest);
    }

    /** Every acknowledged write, asked of each member. */
    private void readBack(WritingClient client) throws InterruptedException {
        client.close();
        narrator.title("What was written meanwhile");
        narrator.writes(client.acknowledged() + " acknowledged, " + client.failed() + " failed, the longest pause "
                + client.longestPause().toMillis() + " ms");
        for (String address : addresses()) {
            int lost = client.lost(address).size();
            stage.check(new Expectation("none is lost at " + address, () -> lost == 0));
        }
    }

    private List<String> addresses() {
        return world.cluster().addresses(app, engine.port());
    }

    private Scene scene(String title, List<Edit> edits, String message, List<Expectation> expectations) {
        return new Scene(title, edits, message, Optional.of(app), ExitCode.FINDINGS, expectations);
    }

    private Expectation voters(int count) {
        return new Expectation(count + " members vote", () -> facts.voters(app) == count);
    }

    private Expectation pods(int voters) {
        return new Expectation("there are " + all(voters) + " pods", () -> facts.pods(app) == all(voters));
    }

    private Expectation template(DemoEngine.Template wanted) {
        return new Expectation("every pod " + wanted.sentence(), () -> facts.all(app, wanted.of()));
    }

    private Expectation reported(int voters) {
        int members = all(voters);
        return new Expectation(
                "the repository says that " + members + " of " + members + " are ready",
                () -> facts.reported(app, members));
    }

    private int all(int voters) {
        return voters + engine.others(voters);
    }
}
