package dev.quorate.state;

import java.time.Instant;
import java.util.Optional;

/**
 * One pod of a StatefulSet.
 *
 * @param since when it became Ready, or stopped being so; when it was made, if it never was
 * @param running its containers have started, whether or not they are ready
 * @param revision its controller-revision-hash
 * @param trouble why it does not run, in the kubelet's or scheduler's words: {@code ImagePullBackOff}, {@code Unschedulable}
 * @param admission what its init container said when it ended without letting the member start
 */
public record ObservedPod(
        String name,
        int ordinal,
        String uid,
        String resourceVersion,
        Instant createdAt,
        Instant since,
        boolean running,
        boolean ready,
        boolean terminating,
        String revision,
        Optional<String> ip,
        Optional<String> node,
        Optional<String> role,
        Optional<String> trouble,
        Turned admission) {

    /** The same pod as it will be, since long, if all goes well. */
    public ObservedPod settled(String newRevision) {
        return new ObservedPod(
                name,
                ordinal,
                uid,
                resourceVersion,
                createdAt,
                Instant.EPOCH,
                true,
                true,
                false,
                newRevision,
                ip,
                node,
                role,
                Optional.empty(),
                Turned.NOT_AWAY);
    }

    /** How the start script ended last; its exit codes are part of the contract of the start scripts. */
    public enum Turned {
        /** It let the member start, or has not ended yet. */
        NOT_AWAY,
        /** Exit code 3, or 103 of the member: the volume is blank although this incarnation has run; only a repair re-admits it. */
        AWAY_BLANK_VOLUME,
        /** Exit code 4: no admission for this pod was found. */
        AWAY_NOT_ADMITTED
    }
}
