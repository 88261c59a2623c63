package dev.quorate.demo;

import dev.quorate.demo.DemoWorld.Printed;
import dev.quorate.demo.Scene.Expectation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Plays one scene after the other and keeps count of what held. */
final class Stage {
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(90);
    private static final String ON_THE_WAY = "progressing";
    private static final long LOOK_MILLIS = 50;

    private final DemoWorld world;
    private final Narrator narrator;
    private final Duration patience;
    private int held;
    private int broken;

    /** @param patience with what a scene is to bring about */
    Stage(DemoWorld world, Narrator narrator, Duration patience) {
        this.world = world;
        this.narrator = narrator;
        this.patience = patience;
    }

    int held() {
        return held;
    }

    int broken() {
        return broken;
    }

    /** Nothing more is played when something did not hold: what follows would rest on it. */
    Optional<DemoRepository.Commit> play(Scene scene) throws InterruptedException {
        if (broken > 0) {
            return Optional.empty();
        }
        narrator.title(scene.title());
        for (Scene.Edit edit : scene.edits()) {
            world.repository().edit(edit.path(), edit.from(), edit.to());
            narrator.edit(edit.path() + ": " + onOneLine(edit.from()) + " → " + onOneLine(edit.to()));
        }
        plan(scene);
        int reports = reports().size();
        DemoRepository.Commit commit = world.repository().commit(scene.message());
        narrator.commit(commit);
        Steps steps = new Steps(
                world.cluster(), commit.id(), scene.app().map(List::of).orElse(world.apps()));
        List<Expectation> open = follow(steps, scene.expectations());
        newReports(reports).forEach(narrator::report);
        tell(scene.expectations(), open);
        return Optional.of(commit);
    }

    private static String onOneLine(String text) {
        return text.strip().replaceAll("\\s*\\n\\s*", ", ");
    }

    /** Something that nobody has committed, after the newest commit. */
    void play(Incident incident, DemoRepository.Commit newest) throws InterruptedException {
        if (broken > 0) {
            return;
        }
        narrator.title(incident.title());
        Steps steps = new Steps(world.cluster(), newest.id(), world.apps());
        steps.ended();
        int reports = reports().size();
        incident.act().run();
        narrator.incident(incident.sentence());
        List<Expectation> open = follow(steps, incident.expectations());
        newReports(reports).forEach(narrator::report);
        tell(incident.expectations(), open);
    }

    /** Nobody commits anything: what happens by itself is told as it is seen, a line for each change. */
    void watch(String title, Supplier<String> look, Expectation... expectations) throws InterruptedException {
        if (broken > 0) {
            return;
        }
        narrator.title(title);
        int reports = reports().size();
        long end = System.nanoTime() + LONG_PATIENCE.toNanos();
        List<Expectation> all = List.of(expectations);
        List<Expectation> open = new ArrayList<>(all);
        String seen = "";
        while (!open.isEmpty() && System.nanoTime() < end) {
            String now = look.get();
            if (!now.equals(seen)) {
                narrator.look(now);
                seen = now;
            }
            open.removeIf(expectation -> expectation.holds().getAsBoolean());
            Thread.sleep(LOOK_MILLIS);
        }
        newReports(reports).forEach(narrator::report);
        tell(all, open);
    }

    /** As the author of the pull request would, before anything is merged. */
    private void plan(Scene scene) {
        Path worktree = world.repository().worktree();
        List<String> arguments = new ArrayList<>();
        scene.app().ifPresent(app -> arguments.add("shop/" + app));
        arguments.add("--worktree");
        String shown = "quorate plan " + String.join(" ", arguments) + " .";
        arguments.add(worktree.toString());
        Printed plan = world.run("plan", arguments.toArray(String[]::new));
        narrator.command(shown, plan.out() + plan.err());
        if (plan.code() == scene.planCode()) {
            held++;
        } else {
            broken++;
            narrator.broken("quorate plan exits with " + scene.planCode());
        }
    }

    /** Tells each step as it ends; answers with what does not hold when patience ends. */
    private List<Expectation> follow(Steps steps, List<Expectation> expectations) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        List<Expectation> open = new ArrayList<>(expectations);
        while (!open.isEmpty() && System.nanoTime() < end) {
            steps.ended().forEach(narrator::step);
            open.removeIf(expectation -> expectation.holds().getAsBoolean());
            Thread.sleep(LOOK_MILLIS);
        }
        steps.ended().forEach(narrator::step);
        open.removeIf(expectation -> expectation.holds().getAsBoolean());
        return open;
    }

    private List<DemoRepository.Commit> reports() {
        return world.repository().reports(world.statusBranch());
    }

    /** What came of it, in the order in which it was committed; reports on the way are left out. */
    private List<DemoRepository.Commit> newReports(int before) {
        List<DemoRepository.Commit> all = reports();
        List<DemoRepository.Commit> news = new ArrayList<>(all.subList(0, all.size() - before));
        Collections.reverse(news);
        news.removeIf(report -> report.subject().contains(ON_THE_WAY));
        return news;
    }

    private void tell(List<Expectation> all, List<Expectation> open) {
        for (Expectation expectation : all) {
            if (open.contains(expectation)) {
                broken++;
                narrator.broken(expectation.sentence());
            } else {
                held++;
                narrator.held(expectation.sentence());
            }
        }
    }

    /** Something that must be true now. */
    void check(Expectation expectation) {
        tell(List.of(expectation), expectation.holds().getAsBoolean() ? List.of() : List.of(expectation));
    }
}
