package dev.quorate.simulation;

import dev.quorate.cluster.Elector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Who leads, in one place; each process has its own idea of it, and may be wrong when it was frozen. */
final class Lease {

    private static final Duration TERM = Duration.ofSeconds(15);

    private final InstantSource clock;
    private String holder = "";
    private Instant until = Instant.MIN;
    private int transitions;

    Lease(InstantSource clock) {
        this.clock = clock;
    }

    Holder holder(String identity) {
        return new Holder(identity);
    }

    final class Holder implements Elector {
        private final String identity;
        private Instant surelyUntil = Instant.MIN;

        private Holder(String identity) {
            this.identity = identity;
        }

        /** Takes or renews the lease if nobody else has it. */
        void renew() {
            Instant now = clock.instant();
            boolean free = !now.isBefore(until);
            if (free || holder.equals(identity)) {
                if (!holder.equals(identity)) {
                    transitions++;
                }
                holder = identity;
                until = now.plus(TERM);
                surelyUntil = now.plus(TERM.dividedBy(2));
            }
        }

        @Override
        public boolean leading() {
            return clock.instant().isBefore(surelyUntil);
        }

        @Override
        public String term() {
            return identity + "/" + transitions;
        }
    }
}
