package dev.quorate.demo;

import dev.quorate.cli.ExitCode;
import dev.quorate.demo.Scene.Edit;
import dev.quorate.demo.Scene.Expectation;
import java.util.List;
import java.util.Optional;

/** The pull requests of one day, in order. */
final class Day extends Story {
    static final List<String> APPS = List.of("locks", "web");

    private static final String LOCKS = "apps/locks/app.yaml";
    private static final String WEB = "apps/web/app.yaml";
    private static final String KEY = "orders/last";
    private static final String VALUE = "4711";

    Day(DemoWorld world, Narrator narrator) {
        super(world, narrator);
    }

    @Override
    String title() {
        return "A day of pull requests";
    }

    @Override
    void scenes() throws InterruptedException {
        stage().play(morning());
        world().cluster().write(KEY, VALUE);
        stage().play(scaleOut());
        Optional<DemoRepository.Commit> good = stage().play(scaleIn());
        List<String> pods = world().cluster().podIdentities();
        stage().play(twoMembers(pods));
        stage().play(typo(pods));
        good.ifPresent(world().repository()::restore);
        stage().play(revert(pods));
    }

    private Scene morning() {
        return new Scene(
                "The shop's apps come up",
                List.of(),
                "Add the lock service and the pages of the shop",
                Optional.empty(),
                ExitCode.FINDINGS,
                List.of(
                        new Expectation("three members of etcd vote", () -> facts().voters("locks") == 3),
                        new Expectation("three pods of nginx are ready", () -> facts().ready("web") == 3),
                        new Expectation("the repository says that both are ready", facts()::allReported)));
    }

    private Scene scaleOut() {
        return new Scene(
                "Five members instead of three",
                List.of(new Edit(LOCKS, "replicas: 3", "replicas: 5")),
                "Scale the lock service out to five members",
                Optional.of("locks"),
                ExitCode.FINDINGS,
                List.of(
                        new Expectation("five members vote", () -> facts().voters("locks") == 5),
                        keptData(),
                        reported("locks", 5)));
    }

    private Scene scaleIn() {
        return new Scene(
                "Back to three",
                List.of(new Edit(LOCKS, "replicas: 5", "replicas: 3")),
                "Scale the lock service in to three members",
                Optional.of("locks"),
                ExitCode.FINDINGS,
                List.of(
                        new Expectation(
                                "three members vote, and no other pod is left",
                                () -> facts().voters("locks") == 3 && facts().pods("locks") == 3),
                        new Expectation(
                                "the volumes of the two that left are still there",
                                () -> world().cluster().claims("locks") == 5),
                        keptData(),
                        reported("locks", 3)));
    }

    private Scene twoMembers(List<String> pods) {
        return new Scene(
                "Two members: refused",
                List.of(new Edit(LOCKS, "replicas: 3", "replicas: 2")),
                "Save a member of the lock service",
                Optional.of("locks"),
                ExitCode.REFUSED,
                List.of(
                        new Expectation("the repository says why not", () -> facts().reports("rests at")),
                        untouched(pods)));
    }

    private Scene typo(List<String> pods) {
        return new Scene(
                "A typo",
                List.of(new Edit(WEB, "replicas: 3", "replica: 4")),
                "One more pod for the pages",
                Optional.empty(),
                ExitCode.REFUSED,
                List.of(
                        new Expectation("the repository names the file and the line", () -> facts().reports(WEB + ":")),
                        untouched(pods)));
    }

    private Scene revert(List<String> pods) {
        return new Scene(
                "A revert",
                List.of(),
                "Revert the last two changes",
                Optional.empty(),
                ExitCode.FINE,
                List.of(
                        new Expectation(
                                "no file has a problem any more", () -> !facts().reports("Files that cannot be used")),
                        new Expectation("the repository says that both are ready", facts()::allReported),
                        untouched(pods)));
    }

    private Expectation keptData() {
        return new Expectation(
                "a key that was written in the morning is still there",
                () -> world().cluster().read(KEY).equals(Optional.of(VALUE)));
    }

    private Expectation reported(String app, int members) {
        return new Expectation(
                "the repository says that " + members + " of " + members + " are ready",
                () -> facts().reported(app, members));
    }

    private Expectation untouched(List<String> pods) {
        return new Expectation(
                "no pod was touched", () -> world().cluster().podIdentities().equals(pods));
    }
}
