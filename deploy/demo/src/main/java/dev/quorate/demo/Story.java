package dev.quorate.demo;

import java.time.Duration;

/** Scenes that are played one after the other, on a world that is there for them alone. */
abstract class Story {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DemoWorld world;
    private final Narrator narrator;
    private final Stage stage;
    private final Facts facts;

    Story(DemoWorld world, Narrator narrator) {
        this.world = world;
        this.narrator = narrator;
        this.stage = new Stage(world, narrator, PATIENCE);
        this.facts = new Facts(world);
    }

    abstract String title();

    abstract void scenes() throws InterruptedException;

    final DemoWorld world() {
        return world;
    }

    final Stage stage() {
        return stage;
    }

    final Facts facts() {
        return facts;
    }

    /** Whether everything happened as it should; a scene that went wrong is the last one. */
    final boolean play() throws InterruptedException {
        long start = System.nanoTime();
        narrator.opening(title());
        scenes();
        if (stage.broken() == 0) {
            narrator.title("What the repository says at the end of the day");
            narrator.command("quorate status", world.run("status").out());
        } else {
            narrator.evidence(world.evidence());
        }
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        narrator.closing(stage.held(), stage.broken(), seconds);
        return stage.broken() == 0;
    }
}
