package dev.quorate.engine.redis;

import dev.quorate.engine.Reach.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What members read of passwords, in a Secret that nobody else writes: so an edit of the one that clients read locks nobody out.
 *
 * @param passwords the first is given to others, each is taken from others
 * @param madeUp the next one, which clients are not told yet
 * @param generation for which one was made up last
 * @param since when the first became the first
 */
record Keyring(List<String> passwords, Optional<String> madeUp, int generation, Optional<Instant> since) {

    static final String PASSWORDS = "passwords";
    static final String NEXT = "next";
    private static final String GENERATION = "generation";
    private static final String SINCE = "since";

    Keyring {
        passwords = List.copyOf(passwords);
    }

    static Keyring of(Values secret) {
        String generation = secret.value(GENERATION).orElse("");
        return new Keyring(
                secret.value(PASSWORDS).stream().flatMap(String::lines).toList(),
                secret.value(NEXT),
                generation.matches("\\d{1,9}") ? Integer.parseInt(generation) : 0,
                secret.value(SINCE).map(Instant::parse));
    }

    Map<String, String> values() {
        Map<String, String> values = new HashMap<>();
        values.put(PASSWORDS, String.join("\n", passwords));
        madeUp.ifPresent(next -> values.put(NEXT, next));
        values.put(GENERATION, String.valueOf(generation));
        since.ifPresent(time -> values.put(SINCE, time.toString()));
        return values;
    }

    boolean uses(String password) {
        return !passwords.isEmpty() && passwords.get(0).equals(password);
    }

    boolean takes(String password) {
        return passwords.contains(password);
    }

    Keyring of(int newGeneration) {
        return new Keyring(passwords, madeUp, newGeneration, since);
    }

    Keyring taking(String password) {
        List<String> all = new ArrayList<>(passwords);
        all.add(password);
        return new Keyring(all, madeUp, generation, since);
    }

    /** What was made up and is not used by now is the former of nobody. */
    Keyring using(String password, Instant now) {
        List<String> all = new ArrayList<>(List.of(password));
        passwords.stream().filter(other -> !other.equals(password)).forEach(all::add);
        return new Keyring(all, Optional.empty(), generation, Optional.of(now));
    }

    Keyring forgetting(List<String> former) {
        return new Keyring(
                passwords.stream()
                        .filter(password -> !former.contains(password))
                        .toList(),
                madeUp,
                generation,
                since);
    }

    /** Without them. */
    @Override
    public String toString() {
        return passwords.size() + " passwords of generation " + generation;
    }
}
