package dev.quorate.state;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a change of the password stands: what the Secrets say, and what members show. No value is ever part of it.
 *
 * @param version of what members read; what is written next is tested on it
 * @param madeUp whether the password that clients read is one of ours to make up
 * @param generation for which one was made up last, since Git asked
 * @param next what is to be done as far as the Secrets tell
 * @param formerSince since when one is taken that only clients may still have; empty when none is
 * @param unaware pods that do not show yet what they are to take
 * @param fault why what is asked for cannot be done; empty when it can
 */
public record Passwords(
        String version,
        boolean madeUp,
        int generation,
        Next next,
        Optional<Instant> formerSince,
        List<String> unaware,
        Optional<String> fault) {

    public Passwords {
        unaware = List.copyOf(unaware);
    }

    public enum Next {
        NOTHING,
        /** Clients are told one already that members do not take yet. */
        TAKE,
        /** One was announced that is to be taken too, and told to clients later by whom announced it. */
        TAKE_ANNOUNCED,
        /** One was made up that is to be taken too. */
        TAKE_MADE_UP,
        /** The one that was made up is taken, and clients are not told yet. */
        TELL,
        /** Clients are told one that members take, and they still give each other the former. */
        USE
    }

    public Passwords after(Next done) {
        return new Passwords(version, madeUp, generation, done, formerSince, List.of(), fault);
    }

    public Passwords of(int newGeneration) {
        return new Passwords(version, madeUp, newGeneration, Next.TAKE_MADE_UP, formerSince, unaware, fault);
    }

    public Passwords former(Optional<Instant> since) {
        return new Passwords(version, madeUp, generation, Next.NOTHING, since, List.of(), fault);
    }
}
