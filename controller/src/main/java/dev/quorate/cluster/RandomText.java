package dev.quorate.cluster;

import java.security.SecureRandom;
import java.util.Random;
import java.util.function.Supplier;

/** Texts that nobody can guess, of letters and digits alone: they stand in files and URLs as they are. */
final class RandomText implements Supplier<String> {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /** 190 bits. */
    private static final int LENGTH = 32;

    private final Random random = new SecureRandom();

    @Override
    public String get() {
        StringBuilder text = new StringBuilder(LENGTH);
        random.ints(LENGTH, 0, LETTERS.length()).forEach(index -> text.append(LETTERS.charAt(index)));
        return text.toString();
    }
}
