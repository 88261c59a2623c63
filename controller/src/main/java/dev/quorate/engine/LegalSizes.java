package dev.quorate.engine;

import java.util.OptionalInt;

/**
 * The sizes a component may rest at: {@code min}, {@code min + step}, … up to {@code max}. An operation goes through the
 * sizes between them one unit at a time.
 *
 * @param why the rule in the engine's words, part of the refusal's sentence
 */
public record LegalSizes(int min, OptionalInt max, int step, String why) {

    public static LegalSizes from(int min, String why) {
        return new LegalSizes(min, OptionalInt.empty(), 1, why);
    }

    public static LegalSizes between(int min, int max, String why) {
        return new LegalSizes(min, OptionalInt.of(max), 1, why);
    }

    public static LegalSizes odd(int min, int max, String why) {
        return new LegalSizes(min, OptionalInt.of(max), 2, why);
    }

    public boolean allows(int size) {
        return size >= min && (max.isEmpty() || size <= max.getAsInt()) && (size - min) % step == 0;
    }

    /** The smallest legal size that is no smaller: who asks for more capacity gets it. */
    public int atLeast(int size) {
        int above = Math.max(size, min) - min;
        return min + (above + step - 1) / step * step;
    }

    /** The largest legal size below a legal one. */
    public int below(int size) {
        return size - step;
    }

    /** For people: {@code 1, 3, 5, 7} or {@code 0 to 60} or {@code 0 or more}. */
    public String text() {
        if (max.isEmpty()) {
            return step == 1 ? min + " or more" : min + ", " + (min + step) + ", … in steps of " + step;
        }
        if (step == 1) {
            return min + " to " + max.getAsInt();
        }
        StringBuilder sizes = new StringBuilder();
        for (int size = min; size <= max.getAsInt(); size += step) {
            sizes.append(sizes.isEmpty() ? "" : ", ").append(size);
        }
        return sizes.toString();
    }
}
