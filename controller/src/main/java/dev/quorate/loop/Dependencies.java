package dev.quorate.loop;

import dev.quorate.plan.Guard;
import dev.quorate.plan.Refusal;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Condition;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Whether the apps that an app depends on are as their newest specs ask, and Ready. */
public final class Dependencies {
    private final DesiredApps desired;
    private final Function<AppName, Optional<Manifest>> mirrors;

    /** @param mirrors the mirror of an app, where it has one */
    public Dependencies(DesiredApps desired, Function<AppName, Optional<Manifest>> mirrors) {
        this.desired = desired;
        this.mirrors = mirrors;
    }

    /** Why nothing new is begun in an app: one sentence for each other app that it still waits for. */
    public List<Refusal> unmet(StatefulApp app) {
        return app.lifecycle().dependsOn().stream()
                .flatMap(other -> why(other).stream().map(why -> refusal(app.name(), other, why)))
                .toList();
    }

    private static Refusal refusal(AppName app, AppName other, String why) {
        return new Refusal(
                Guard.DEPENDENCY_NOT_READY, app + " depends on " + other + " and waits for it: " + why + ".", false);
    }

    private Optional<String> why(AppName other) {
        Optional<AppEntry> entry = desired.find(other);
        if (entry.isEmpty() || entry.get().standing() == AppEntry.Standing.RELEASED) {
            return Optional.of("no file mentions it");
        }
        if (entry.get().lastGood().isEmpty()) {
            return Optional.of("its file cannot be used");
        }
        DesiredApp wanted = entry.get().lastGood().get();
        if (wanted.app().lifecycle().stopped()) {
            return Optional.of("it is stopped");
        }
        return mirrors.apply(other)
                .map(mirror -> why(wanted, MirrorFormat.status(mirror)))
                .orElse(Optional.of("it is not there yet"));
    }

    /** Ready for an earlier spec is not Ready for this one. */
    private static Optional<String> why(DesiredApp wanted, MirrorStatus status) {
        Optional<Condition> ready = status.conditions().stream()
                .filter(condition -> condition.type().equals(Condition.READY))
                .findFirst();
        boolean reached = status.log()
                .reached()
                .filter(commit -> commit.hash().equals(wanted.hash()))
                .isPresent();
        if (reached
                && ready.filter(condition -> condition.status() == Condition.Status.TRUE)
                        .isPresent()) {
            return Optional.empty();
        }
        String message =
                ready.map(Condition::message).filter(text -> !text.isEmpty()).orElse("not looked at yet");
        return Optional.of(
                reached ? "not Ready (" + message + ")" : "not yet what its file asks for (" + message + ")");
    }
}
