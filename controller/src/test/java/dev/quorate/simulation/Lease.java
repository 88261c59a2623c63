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
        private String term = "";
        private boolean deluded;

        private Holder(String identity) {
            this.identity = identity;
        }

        /** Takes or renews the lease if nobody else has it. */
        void renew() {
            deluded = false;
            Instant now = clock.instant();
            if (now.isBefore(until) && !holder.equals(identity)) {
                surelyUntil = Instant.MIN;
                return;
            }
            if (!leading()) {
                transitions++;
                term = identity + "/" + transitions;
            }
            holder = identity;
            until = now.plus(TERM);
            surelyUntil = now.plus(TERM.dividedBy(2));
        }

        /** It woke from a long sleep and does not know: until the next renewal it takes itself for the leader. */
        void wakeDeluded() {
            deluded = true;
        }

        /** When it makes sense to try again. */
        Instant nextTry() {
            return holder.equals(identity) ? Instant.MIN : until;
        }

        @Override
        public boolean leading() {
            return deluded || clock.instant().isBefore(surelyUntil);
        }

        @Override
        public String term() {
            return term;
        }
    }
}
