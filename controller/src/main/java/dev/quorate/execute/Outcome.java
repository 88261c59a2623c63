package dev.quorate.execute;

import dev.quorate.plan.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** What came of one pass over an app; each case says what the loop does next, and why in a sentence. */
public sealed interface Outcome {

    String sentence();

    /** A step was taken: look again at once. */
    record Done(String sentence) implements Outcome {}

    /** Nothing is left to do. */
    record Settled() implements Outcome {
        @Override
        public String sentence() {
            return "as Git says";
        }
    }

    /** Something runs by itself: an event or a short while brings the next look. */
    record Waiting(String sentence) implements Outcome {}

    /** A change is wanted and not made. */
    record Refused(List<Refusal> refusals) implements Outcome {
        public Refused {
            refusals = List.copyOf(refusals);
        }

        @Override
        public String sentence() {
            return refusals.stream().map(Refusal::sentence).collect(Collectors.joining(" "));
        }
    }

    /** It did not work or somebody else was faster: look again after {@code after}, or after the app's own back-off if longer. */
    record Retry(Duration after, String sentence) implements Outcome {}

    /** This process does not lead; whoever does goes on from what is written down. */
    record Stopped(String sentence) implements Outcome {}
}
