package dev.quorate.execute;

import dev.quorate.plan.Step;
import dev.quorate.state.Kind;
import dev.quorate.state.ObjectRef;
import java.util.Optional;

/** What each kind of step is aimed at; empty where its call is not tested on the version of an object that is there. */
record Aims(String namespace) implements Step.Visitor<Optional<Aim>> {

    @Override
    public Optional<Aim> remember(Step.Remember step) {
        return Optional.empty();
    }

    @Override
    public Optional<Aim> resize(Step.Resize step) {
        return Optional.empty();
    }

    @Override
    public Optional<Aim> create(Step.Create step) {
        return Optional.empty();
    }

    @Override
    public Optional<Aim> apply(Step.Apply step) {
        return Optional.empty();
    }

    @Override
    public Optional<Aim> scale(Step.Scale step) {
        return at(Kind.STATEFUL_SET, step.set(), step.uid());
    }

    @Override
    public Optional<Aim> limit(Step.Limit step) {
        return at(Kind.STATEFUL_SET, step.set(), step.uid());
    }

    @Override
    public Optional<Aim> grow(Step.Grow step) {
        return Optional.of(new Aim(step.claim(), step.uid()));
    }

    @Override
    public Optional<Aim> deletePod(Step.DeletePod step) {
        return at(Kind.POD, step.set() + "-" + step.ordinal(), step.uid());
    }

    @Override
    public Optional<Aim> forceDelete(Step.ForceDelete step) {
        return at(Kind.POD, step.set() + "-" + step.ordinal(), step.uid());
    }

    @Override
    public Optional<Aim> delete(Step.Delete step) {
        return Optional.of(new Aim(step.ref(), step.uid()));
    }

    @Override
    public Optional<Aim> label(Step.Label step) {
        return Optional.empty();
    }

    @Override
    public Optional<Aim> orphan(Step.Orphan step) {
        return Optional.of(new Aim(step.ref(), step.uid()));
    }

    @Override
    public Optional<Aim> call(Step.Call step) {
        return Optional.empty();
    }

    private Optional<Aim> at(Kind kind, String name, String uid) {
        return Optional.of(new Aim(new ObjectRef(kind, namespace, name), uid));
    }
}
