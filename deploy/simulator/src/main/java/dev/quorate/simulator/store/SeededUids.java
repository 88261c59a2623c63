package dev.quorate.simulator.store;

import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** Random uids that are the same in every run with the same seed. */
public final class SeededUids implements Supplier<String> {

    private static final long VERSION_BITS = 0x4000L;
    private static final long VARIANT_BITS = 0x8000_0000_0000_0000L;

    private final Random random;

    public SeededUids(Random random) {
        this.random = random;
    }

    @Override
    public String get() {
        long high = (random.nextLong() & ~0xf000L) | VERSION_BITS;
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | VARIANT_BITS;
        return new UUID(high, low).toString();
    }
}
