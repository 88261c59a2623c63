package dev.quorate.engine;

import dev.quorate.schema.Autoscale.Mode;
import java.time.Duration;
import java.util.Optional;

/** Whether the size of a component may follow its load, and how carefully. */
public sealed interface Autoscaling {

    /** @param why the rest of a sentence that begins with the component */
    record Never(String why) implements Autoscaling {}

    /**
     * @param floor the smallest {@code minReplicas}
     * @param settle so long after the end of any work nothing is accepted: load that the work itself made says nothing
     */
    record Possible(int floor, ScaleIn scaleIn, Duration settle) implements Autoscaling {

        public Possible settling(Duration other) {
            return new Possible(floor, scaleIn, other);
        }
    }

    /**
     * Who lets members leave.
     *
     * @param mode where the file does not say
     * @param window so long fewer must have been asked for before one leaves by itself, where the file does not say
     * @param onlyByPeople why none leaves by itself, as the rest of a sentence that begins with the component; empty where they may
     */
    record ScaleIn(Mode mode, Duration window, Optional<String> onlyByPeople) {

        public static ScaleIn unlessSaid(Mode mode, Duration window) {
            return new ScaleIn(mode, window, Optional.empty());
        }

        /** No window: how long a person waits is the person's own. */
        public static ScaleIn byPeople(String why) {
            return new ScaleIn(Mode.MANUAL, Duration.ZERO, Optional.of(why));
        }
    }
}
