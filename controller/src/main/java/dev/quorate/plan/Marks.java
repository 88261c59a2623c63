package dev.quorate.plan;

import dev.quorate.engine.MemberAction;

/** The sign of each kind of step. */
final class Marks implements Step.Visitor<Plan.Mark> {

    static final Marks OF = new Marks();

    private Marks() {}

    @Override
    public Plan.Mark remember(Step.Remember step) {
        return Plan.Mark.CHANGE;
    }

    @Override
    public Plan.Mark resize(Step.Resize step) {
        return Plan.Mark.CHANGE;
    }

    @Override
    public Plan.Mark create(Step.Create step) {
        return Plan.Mark.ADD;
    }

    @Override
    public Plan.Mark apply(Step.Apply step) {
        return Plan.Mark.CHANGE;
    }

    @Override
    public Plan.Mark scale(Step.Scale step) {
        return step.to() > step.from() ? Plan.Mark.ADD : Plan.Mark.REMOVE;
    }

    @Override
    public Plan.Mark limit(Step.Limit step) {
        return Plan.Mark.CHANGE;
    }

    @Override
    public Plan.Mark grow(Step.Grow step) {
        return Plan.Mark.CHANGE;
    }

    @Override
    public Plan.Mark deletePod(Step.DeletePod step) {
        return Plan.Mark.CHANGE;
    }

    @Override
    public Plan.Mark forceDelete(Step.ForceDelete step) {
        return Plan.Mark.CHANGE;
    }

    @Override
    public Plan.Mark delete(Step.Delete step) {
        return Plan.Mark.REMOVE;
    }

    @Override
    public Plan.Mark label(Step.Label step) {
        return Plan.Mark.CHANGE;
    }

    @Override
    public Plan.Mark orphan(Step.Orphan step) {
        return Plan.Mark.CHANGE;
    }

    @Override
    public Plan.Mark call(Step.Call step) {
        if (step.action() instanceof MemberAction.PrepareJoin) {
            return Plan.Mark.ADD;
        }
        return step.action() instanceof MemberAction.Leave ? Plan.Mark.REMOVE : Plan.Mark.CHANGE;
    }
}
