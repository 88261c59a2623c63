package dev.quorate.state;

import java.util.List;
import java.util.Optional;

/**
 * One member as its engine sees it.
 *
 * @param id the engine's own durable id, as its commands write it
 * @param pod the pod it belongs to, by its advertised address; empty for a member that no pod of ours could be
 * @param health what it answers itself; a survivor's word about it does not count
 * @param detail for people: lag, version, the error of the last call
 * @param departure how far the engine says it is emptied, so that it may leave
 * @param alone what no other member has, and would be lost with it, in the engine's words
 */
public record Member(
        String id,
        Optional<String> pod,
        MemberRole role,
        boolean voting,
        boolean started,
        Health health,
        boolean caughtUp,
        Optional<String> version,
        String detail,
        Departure departure,
        List<String> alone) {

    /** How far its data and its duties have moved to others. */
    public enum Departure {
        STAYS,
        EMPTYING,
        EMPTIED
    }

    public Member {
        alone = List.copyOf(alone);
    }

    public Member(
            String id,
            Optional<String> pod,
            MemberRole role,
            boolean voting,
            boolean started,
            Health health,
            boolean caughtUp,
            Optional<String> version,
            String detail) {
        this(id, pod, role, voting, started, health, caughtUp, version, detail, Departure.STAYS, List.of());
    }

    public enum Health {
        HEALTHY,
        /** It answers and says that it is not well: no leader, an alarm, too far behind. */
        UNHEALTHY,
        /** It did not answer once: unreachable or dead, not known which. */
        SILENT,
        /** Silent in two equal observations, apart in time. */
        DEAD
    }

    public boolean silent() {
        return health == Health.SILENT || health == Health.DEAD;
    }

    public Member withHealth(Health other) {
        return new Member(id, pod, role, voting, started, other, caughtUp, version, detail, departure, alone);
    }

    public Member departing(Departure other) {
        return new Member(id, pod, role, voting, started, health, caughtUp, version, detail, other, alone);
    }
}
