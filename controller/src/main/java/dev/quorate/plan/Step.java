package dev.quorate.plan;

import dev.quorate.engine.MemberAction;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.RollLimit;
import java.util.Map;

/**
 * One change. A step is data: the executor makes the calls, the forecast applies its effect, the report prints its text.
 */
public sealed interface Step {

    /** For people, in the imperative: {@code add locks-3 to the cluster as a learner}. */
    String text();

    /** Whether it takes something away, or can never be taken back: then it is decided twice, the second time on consistent reads. */
    boolean destructive();

    <R> R accept(Visitor<R> visitor);

    /** Writes the mirror's memory by compare-and-set: what is about to happen, or what has been proved. */
    record Remember(AppMemory memory, String text, boolean destructive) implements Step {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.remember(this);
        }
    }

    /** A component is to have another size than before, though no commit says so: writes the memory, and people are told. */
    record Resize(AppMemory memory, String text, boolean destructive) implements Step {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.resize(this);
        }
    }

    /** Creates an object whole, by POST: it fails if one of that name is there. */
    record Create(Manifest manifest, String text, boolean destructive) implements Step {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.create(this);
        }
    }

    /** Server-side apply, without replicas and partition. */
    record Apply(Manifest manifest, String text) implements Step {
        @Override
        public boolean destructive() {
            return false;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.apply(this);
        }
    }

    /** Changes {@code spec.replicas}, tested on uid, resourceVersion and the old value. */
    record Scale(String component, String set, String uid, String resourceVersion, int from, int to, String text)
            implements Step {
        @Override
        public boolean destructive() {
            return to < from;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.scale(this);
        }
    }

    /** Changes how far the StatefulSet controller may go by itself, tested on uid, resourceVersion and the old limit. */
    record Limit(
            String component, String set, String uid, String resourceVersion, RollLimit from, RollLimit to, String text)
            implements Step {
        @Override
        public boolean destructive() {
            return to.loosens(from);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.limit(this);
        }
    }

    /** Lets a claim ask for more, tested on its uid, resourceVersion and the old size; no volume ever shrinks again. */
    record Grow(ObjectRef claim, String uid, String resourceVersion, String from, String to, String text)
            implements Step {
        @Override
        public boolean destructive() {
            return true;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.grow(this);
        }
    }

    /** Deletes one pod, which its set makes anew if it is not above its size; tested on its uid and resourceVersion. */
    record DeletePod(String component, String set, int ordinal, String uid, String resourceVersion, String text)
            implements Step {
        @Override
        public boolean destructive() {
            return true;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.deletePod(this);
        }
    }

    /** Deletes a pod without waiting for its node to say that it has ended, tested on its uid and resourceVersion. */
    record ForceDelete(String set, int ordinal, String uid, String resourceVersion, String text) implements Step {
        @Override
        public boolean destructive() {
            return true;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.forceDelete(this);
        }
    }

    /** Deletes an object of the app for good, tested on its uid and resourceVersion. */
    record Delete(ObjectRef ref, String uid, String resourceVersion, String text) implements Step {
        @Override
        public boolean destructive() {
            return true;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.delete(this);
        }
    }

    /** Sets labels of an object that stays as it is otherwise, tested on its uid. */
    record Label(ObjectRef ref, String uid, Map<String, String> labels, String text) implements Step {
        public Label {
            labels = Map.copyOf(labels);
        }

        @Override
        public boolean destructive() {
            return false;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.label(this);
        }
    }

    /** Deletes a StatefulSet and leaves its pods running, tested on its uid and resourceVersion. */
    record Orphan(ObjectRef ref, String uid, String resourceVersion, String text) implements Step {
        @Override
        public boolean destructive() {
            return true;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.orphan(this);
        }
    }

    /** One call to the engine. */
    record Call(String component, MemberAction action, String text, boolean destructive) implements Step {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.call(this);
        }
    }

    interface Visitor<R> {
        R remember(Remember step);

        R resize(Resize step);

        R create(Create step);

        R apply(Apply step);

        R scale(Scale step);

        R limit(Limit step);

        R grow(Grow step);

        R deletePod(DeletePod step);

        R forceDelete(ForceDelete step);

        R delete(Delete step);

        R label(Label step);

        R orphan(Orphan step);

        R call(Call step);
    }
}
