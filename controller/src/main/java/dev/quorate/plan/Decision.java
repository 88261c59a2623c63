package dev.quorate.plan;

import java.util.List;

/** What one look at an app leads to. */
public sealed interface Decision {

    /** Take this step now. */
    record Do(Step step) implements Decision {}

    /** Something runs and needs nothing from us but another look. */
    record Wait(String what) implements Decision {}

    /** A change is wanted and not taken, for named reasons. */
    record Refuse(List<Refusal> refusals) implements Decision {
        public Refuse {
            refusals = List.copyOf(refusals);
        }

        public Refuse(Refusal refusal) {
            this(List.of(refusal));
        }
    }

    /** Live is as Git says. */
    record Settled() implements Decision {}
}
