package dev.quorate.plan;

import java.util.List;
import java.util.Optional;

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

    /** Live is as Git says, or, where something is held, as far as Git lets it. */
    record Settled(Optional<Held> held) implements Decision {
        public Settled() {
            this(Optional.empty());
        }
    }

    /** @param reason one word for machines */
    record Held(String reason, String sentence) {}
}
