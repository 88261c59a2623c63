package dev.quorate.simulator.engine.rediscluster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Which slot a key is in, and sets of slots as Redis writes them. */
final class Slots {

    static final int COUNT = 16384;

    private static final int POLYNOMIAL = 0x1021;

    private Slots() {}

    /** By what stands between the first brace and the next closing one, if anything does. */
    static int of(String key) {
        int open = key.indexOf('{');
        int close = open < 0 ? -1 : key.indexOf('}', open);
        String counted = close > open + 1 ? key.substring(open + 1, close) : key;
        return checksum(counted.getBytes(StandardCharsets.UTF_8)) % COUNT;
    }

    private static int checksum(byte[] bytes) {
        IntUnaryOperator shift = sum -> (sum & 0x8000) == 0 ? sum << 1 : sum << 1 ^ POLYNOMIAL;
        int sum = 0;
        for (byte each : bytes) {
            sum ^= Byte.toUnsignedInt(each) << 8;
            for (int bit = 0; bit < 8; bit++) {
                sum = shift.applyAsInt(sum) & 0xffff;
            }
        }
        return sum;
    }

    /** From the first to the last, both with it. */
    record Range(int first, int last) {
        @Override
        public String toString() {
            return first == last ? String.valueOf(first) : first + "-" + last;
        }
    }

    static List<Range> ranges(BitSet slots) {
        List<Range> ranges = new ArrayList<>();
        int first = slots.nextSetBit(0);
        while (first >= 0) {
            int end = slots.nextClearBit(first);
            ranges.add(new Range(first, end - 1));
            first = slots.nextSetBit(end);
        }
        return ranges;
    }

    /** @param text as {@code 0-5460 5462} */
    static BitSet parse(String text) {
        BitSet slots = new BitSet(COUNT);
        for (String range :
                text.isBlank() ? List.<String>of() : List.of(text.trim().split(" +", -1))) {
            int dash = range.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            slots.set(first, (dash < 0 ? first : Integer.parseInt(range.substring(dash + 1))) + 1);
        }
        return slots;
    }
}
