package dev.quorate.simulation;

import java.util.function.Supplier;

/** A rule is broken; an Error, since the loop survives every exception of a pass, and must not survive this. */
final class Broken extends Error {

    private static final long serialVersionUID = 1L;

    private final String rule;

    private Broken(String rule, String how) {
        super(rule + ": " + how);
        this.rule = rule;
    }

    static void unless(boolean holds, String rule, Supplier<String> how) {
        if (!holds) {
            throw new Broken(rule, how.get());
        }
    }

    /** Which one, the same for every way to break it. */
    String rule() {
        return rule;
    }
}
