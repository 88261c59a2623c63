package dev.quorate.engine.rediscluster;

import java.util.BitSet;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/** Some of the {@value Shards#SLOTS} slots. */
final class Slots {

    static final Slots NONE = new Slots(new BitSet());

    private final BitSet bits;

    private Slots(BitSet bits) {
        this.bits = bits;
    }

    static Slots of(IntStream slots) {
        BitSet bits = new BitSet(Shards.SLOTS);
        slots.forEach(bits::set);
        return new Slots(bits);
    }

    static Slots between(int first, int last) {
        return of(IntStream.rangeClosed(first, last));
    }

    Slots and(Slots others) {
        BitSet all = (BitSet) bits.clone();
        all.or(others.bits);
        return new Slots(all);
    }

    Slots without(Slots others) {
        BitSet rest = (BitSet) bits.clone();
        rest.andNot(others.bits);
        return new Slots(rest);
    }

    int size() {
        return bits.cardinality();
    }

    boolean isEmpty() {
        return bits.isEmpty();
    }

    boolean contains(int slot) {
        return bits.get(slot);
    }

    IntStream stream() {
        return bits.stream();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Slots slots && slots.bits.equals(bits);
    }

    @Override
    public int hashCode() {
        return Objects.hash(bits);
    }

    /** As Redis writes them. */
    @Override
    public String toString() {
        StringJoiner ranges = new StringJoiner(" ");
        for (int first = bits.nextSetBit(0); first >= 0; first = bits.nextSetBit(bits.nextClearBit(first))) {
            int last = bits.nextClearBit(first) - 1;
            ranges.add(first == last ? Integer.toString(first) : first + "-" + last);
        }
        return ranges.toString();
    }
}
