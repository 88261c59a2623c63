package dev.quorate.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant, by the number of letters to add, remove, change or swap. */
final class Suggestion {
    private Suggestion() {}

    /** The closest word that is close enough: one slip for each three letters, or the same beginning. */
    static Optional<String> closest(String written, Collection<String> words) {
        int limit = Math.min(3, (written.length() + 1) / 3);
        return words.stream()
                .filter(word -> isClose(written, word, limit) || beginsAlike(written, word))
                .min(Comparator.comparingInt((String word) -> distance(written, word))
                        .thenComparing(word -> word));
    }

    private static boolean isClose(String written, String word, int limit) {
        return Math.abs(written.length() - word.length()) <= limit && distance(written, word) <= limit;
    }

    private static boolean beginsAlike(String written, String word) {
        return written.length() > 3 && word.length() > 3 && (word.startsWith(written) || written.startsWith(word));
    }

    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, d, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int[][] d, int i, int j) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
