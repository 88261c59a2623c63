package dev.quorate.plan;

import dev.quorate.state.ObjectRef;

/**
 * A named reason not to act, as a sentence that a person understands: the same in plan, log, status and commit.
 *
 * @param needsPerson whether waiting alone can never help
 */
public record Refusal(Guard guard, String sentence, boolean needsPerson) {

    /** The way out that the engine has: members that Quorate did not make cannot be taken over. */
    public static Refusal notOurs(Goal goal, ObjectRef ref) {
        boolean adoptable = !goal.engine().traits().hasMembers();
        return forPerson(
                Guard.NOT_OURS,
                ref + " exists and does not belong to this app. Remove or rename it, "
                        + (adoptable
                                ? "give the app another name, or take it over by adopt: true; Quorate does not touch it else."
                                : "or give the app another name; Quorate never touches it."));
    }

    static Refusal passing(Guard guard, String sentence) {
        return new Refusal(guard, sentence, false);
    }

    static Refusal forPerson(Guard guard, String sentence) {
        return new Refusal(guard, sentence, true);
    }
}
