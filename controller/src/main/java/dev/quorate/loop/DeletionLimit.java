package dev.quorate.loop;

import dev.quorate.git.CommitMessage.Trailer;
import dev.quorate.git.Poll;
import dev.quorate.plan.Guard;
import dev.quorate.plan.Refusal;
import java.util.regex.Pattern;

/**
 * How many apps may lose their files at once before a person must confirm that this is meant.
 *
 * @param apps fewer than these are always taken for meant
 * @param percent so much of all apps is taken for meant too
 */
public record DeletionLimit(int apps, int percent) {

    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    public static final DeletionLimit DEFAULT = new DeletionLimit(2, 25);

    /** @param confirmed how many a person has confirmed */
    boolean allows(int gone, int all, long confirmed) {
        return gone < apps || 100L * gone <= (long) percent * all || gone <= confirmed;
    }

    /** How many apps people agree to lose, by the trailers of the new commits. */
    static long confirmed(Poll.Moved moved) {
        return moved.trailers().stream()
                .filter(trailer -> trailer.key().equals(Trailer.CONFIRM_DELETION))
                .map(Trailer::value)
                .filter(value -> COUNT.matcher(value).matches())
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0);
    }

    static Refusal refusal(int gone, int all) {
        return new Refusal(
                Guard.DELETION_NOT_CONFIRMED,
                "The files of " + gone + " of " + all + " apps are gone at once, so none of these apps is released or"
                        + " deleted yet. If that is meant, push a commit with the trailer \"" + Trailer.CONFIRM_DELETION
                        + ": " + gone
                        + "\"; if not, bring the files back.",
                true);
    }
}
