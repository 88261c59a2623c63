package dev.quorate.simulator.behaviour;

/** Hands out pod addresses: never the same twice in a row, so that nobody can rely on a pod keeping its own. */
public final class Addresses {

    private static final int LAST = 250;

    private final String prefix;
    private int next;

    /** @param prefix the first two numbers, such as {@code 10.88} */
    public Addresses(String prefix) {
        this.prefix = prefix;
    }

    String next() {
        int number = next++;
        int low = 1 + number % LAST;
        int high = (number / LAST) % 256;
        return prefix + "." + high + "." + low;
    }
}
