package dev.quorate.loop;

import dev.quorate.plan.Guard;
import dev.quorate.plan.Refusal;

/**
 * How many apps may lose their files at once before a person must confirm that this is meant.
 *
 * @param apps fewer than these are always taken for meant
 * @param percent so much of all apps is taken for meant too
 */
public record DeletionLimit(int apps, int percent) {

    public static final DeletionLimit DEFAULT = new DeletionLimit(2, 25);

    /** @param confirmed how many a person has confirmed */
    boolean allows(int gone, int all, long confirmed) {
        return gone < apps || 100L * gone <= (long) percent * all || gone <= confirmed;
    }

    static Refusal refusal(int gone, int all, String trailer) {
        return new Refusal(
                Guard.DELETION_NOT_CONFIRMED,
                "The files of " + gone + " of " + all + " apps are gone at once, so none of these apps is released or"
                        + " deleted yet. If that is meant, push a commit with the trailer \"" + trailer + ": " + gone
                        + "\"; if not, bring the files back.",
                true);
    }
}
