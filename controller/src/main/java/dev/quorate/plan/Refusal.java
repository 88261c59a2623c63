package dev.quorate.plan;

/**
 * A named reason not to act, as a sentence that a person understands: the same in plan, log, status and commit.
 *
 * @param needsPerson whether waiting alone can never help
 */
public record Refusal(Guard guard, String sentence, boolean needsPerson) {

    static Refusal passing(Guard guard, String sentence) {
        return new Refusal(guard, sentence, false);
    }

    static Refusal forPerson(Guard guard, String sentence) {
        return new Refusal(guard, sentence, true);
    }
}
