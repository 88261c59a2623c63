package dev.quorate.plan;

import dev.quorate.engine.Boundaries.Boundary;
import dev.quorate.engine.MemberAction;
import dev.quorate.engine.StartConfigs;
import dev.quorate.state.AppMemory;
import dev.quorate.state.LiveSet;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObservedObject;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.OperationRecord;
import java.util.Optional;

/**
 * Keeps back what is wanted and must not be done now: everything, in an app that is suspended and rests at a safe boundary;
 * what a commit asks for, in an app whose dependencies are not Ready. Repairs do not wait for another app. An update that has
 * begun rests between two pods: one that serves may need the other app to start again, and loses nothing by staying.
 */
record Hold(Situation situation) {

    Decision on(Decision decision) {
        if (!(decision instanceof Decision.Do next)) {
            return decision;
        }
        if (suspended() && touches(next.step())) {
            return new Decision.Refuse(Refusal.forPerson(
                    Guard.SUSPENDED,
                    "The app is suspended, so this is not done: " + next.step().text()
                            + ". It goes on when spec.suspend is taken away."));
        }
        boolean waits = !situation.goal().holds().isEmpty() && !leaving() && asked(next.step());
        return waits ? new Decision.Refuse(situation.goal().holds()) : decision;
    }

    /** An operation that has passed its point of no return is ended first. */
    private boolean suspended() {
        return situation.goal().app().lifecycle().suspend() && !at(Boundary.FINISH);
    }

    private boolean leaving() {
        return situation.goal().removing() || situation.goal().app().lifecycle().stopped();
    }

    private boolean at(Boundary boundary) {
        return situation
                .memory()
                .operation()
                .flatMap(situation.goal().engine().boundaries()::at)
                .equals(Optional.of(boundary));
    }

    /** What was proved may be written down: forgetting it could cost data, and the app is not touched by it. */
    private boolean touches(Step step) {
        return !(step instanceof Step.Remember proof)
                || proof.destructive()
                || !proof.memory().operation().equals(situation.memory().operation());
    }

    /** Whether a commit asks for it, rather than what somebody or something changed since. */
    private boolean asked(Step step) {
        if (situation.memory().operation().isPresent()) {
            return false;
        }
        if (step instanceof Step.Remember remember) {
            return remember.memory()
                    .operation()
                    .filter(begun -> begun.type() != OperationRecord.Type.REPLACE)
                    .isPresent();
        }
        if (step instanceof Step.Create) {
            return !exists();
        }
        if (step instanceof Step.Apply apply) {
            return changed(apply.manifest());
        }
        if (step instanceof Step.Scale scale) {
            return !hasMembers(scale.component()) && !Drifts.scaled(situation);
        }
        return step instanceof Step.Grow || restarts(step);
    }

    /** Whether a pod that serves is let go for a new template, or its leadership moved for that. */
    private boolean restarts(Step step) {
        if (step instanceof Step.Limit limit) {
            return limit.destructive() && ready(limit.set(), limit.to().partition());
        }
        if (step instanceof Step.DeletePod delete) {
            return ready(delete.set(), delete.ordinal());
        }
        return step instanceof Step.Call call && call.action() instanceof MemberAction.Switchover;
    }

    private boolean ready(String set, int ordinal) {
        return situation
                .observed()
                .set(set)
                .pod(ordinal)
                .filter(ObservedPod::ready)
                .isPresent();
    }

    private boolean hasMembers(String component) {
        return situation.goal().engine().traits().component(component).hasMembers();
    }

    private boolean exists() {
        AppMemory memory = situation.memory();
        return !memory.admissions().isEmpty()
                || situation.observed().sets().values().stream()
                        .anyMatch(set -> set.live().isPresent());
    }

    /** Another manifest than was applied last; who may start is no wish of a commit. */
    private boolean changed(Manifest wanted) {
        Optional<Manifest> live = situation
                .observed()
                .object(wanted.ref())
                .map(ObservedObject::live)
                .or(() -> Optional.of(situation.observed().set(wanted.name()))
                        .flatMap(ObservedSet::live)
                        .map(LiveSet::object)
                        .map(ObservedObject::live));
        return wanted.annotation(StartConfigs.ADMISSIONS).isEmpty()
                && live.filter(there -> !Differences.sameStamp(wanted, there)).isPresent();
    }
}
