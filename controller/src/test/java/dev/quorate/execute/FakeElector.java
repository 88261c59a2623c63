package dev.quorate.execute;

import dev.quorate.cluster.Elector;

/** Leads until told otherwise, and can lose the lease between two looks. */
public final class FakeElector implements Elector {

    private volatile int looksLeft = Integer.MAX_VALUE;
    private volatile String term = "one/1";

    @Override
    public boolean leading() {
        looksLeft = Math.max(0, looksLeft - 1);
        return looksLeft > 0;
    }

    @Override
    public String term() {
        return term;
    }

    /** Leads for this many more looks. */
    public void leadFor(int looks) {
        looksLeft = looks + 1;
    }

    public void newTerm(String name) {
        term = name;
        looksLeft = Integer.MAX_VALUE;
    }
}
