package dev.quorate.engine.rediscluster;

import dev.quorate.engine.LegalSizes;
import java.util.OptionalInt;

/**
 * How pods make shards: by their ordinals and for good, so that the highest ones are one whole shard, and replicas never wander
 * to others.
 */
final class Shards {

    /** Those that follow the master of a shard. */
    static final int REPLICAS = 1;

    /** The pods of a shard. */
    static final int PODS = 1 + REPLICAS;

    static final int SLOTS = 16384;

    /** Of fewer masters, no majority is left when one fails. */
    static final int LEAST = 3;

    static final LegalSizes SIZES = new LegalSizes(
            LEAST * PODS, OptionalInt.empty(), PODS, "three shards at least, each a master and its replica");

    private Shards() {}

    static int of(int ordinal) {
        return ordinal / PODS;
    }

    /** Whether it is the pod that a new shard begins with, as its master. */
    static boolean begins(int ordinal) {
        return ordinal % PODS == 0;
    }

    /** The first slot of a shard's even share, and of one more than the last shard: one more than the last slot. */
    static int firstSlot(int shard, int shards) {
        return shard * SLOTS / shards;
    }
}
