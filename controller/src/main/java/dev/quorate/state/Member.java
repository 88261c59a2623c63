package dev.quorate.state;

import java.util.Optional;

/**
 * One member as its engine sees it.
 *
 * @param id the engine's own durable id, as its commands write it
 * @param pod the pod it belongs to, by its advertised address; empty for a member that no pod of ours could be
 * @param health what it answers itself; a survivor's word about it does not count
 * @param detail for people: lag, version, the error of the last call
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
        String detail) {

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
        return new Member(id, pod, role, voting, started, other, caughtUp, version, detail);
    }
}
