package dev.quorate.state;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * What one operation must not forget: written before the first call of each phase, so that whoever finds it knows what may
 * have happened.
 *
 * @param ordinal of the member that it moves; an adoption means the number of pods that the StatefulSet of before had
 * @param memberId the engine's identity this operation means; empty until the engine has given one. An adoption means the
 *     template that its pods were found to run
 * @param podUid the pod that a replacement must make anew, since it read its start before it was admitted again
 * @param whole the StatefulSet as it is to be made anew: whoever finds it gone makes this very one
 * @param attempt raised by compare-and-set before each destructive call: a writer that was frozen fails here
 */
public record OperationRecord(
        long id,
        Type type,
        String component,
        String set,
        int ordinal,
        Phase phase,
        Optional<String> memberId,
        Optional<String> podUid,
        Optional<Manifest> whole,
        String commit,
        Instant startedAt,
        int attempt) {

    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    public enum Type {
        BOOTSTRAP,
        SCALE_OUT,
        SCALE_IN,
        REPLACE,
        /** A StatefulSet of somebody else's is made anew as ours around its running pods. */
        ADOPT,
        /** Ours is made anew around its running pods, since a field was asked for that cannot be changed. */
        RENEW
    }

    /** In the order in which an operation goes through them; each type uses some. */
    public enum Phase {
        /** Leadership and data are moved away; nothing is lost by stopping here. */
        DRAINING,
        /** The point of no return of a leave: the call that removes the identity may have been made. */
        LEAVING,
        /** The call that announces a joiner may have been made. */
        JOINING,
        /** The joiner is announced and admitted; its pod starts and catches up. */
        STARTING,
        /** The joiner is taken back: it never was a full member. */
        CANCELLING,
        /** The identity is gone from the engine; the pod goes. */
        STOPPING,
        /** The StatefulSet of before may be gone already, and its pods wait for the new one. */
        TAKING
    }

    public String pod() {
        return set + "-" + ordinal;
    }

    /**
     * Names the incarnation that this operation creates. The time is part of it, so that the name stays unique when the count of
     * operations begins again because the memory was lost.
     */
    public String incarnation() {
        return id + "-" + TO_THE_SECOND.format(startedAt);
    }

    public OperationRecord in(Phase next) {
        return new OperationRecord(
                id, type, component, set, ordinal, next, memberId, podUid, whole, commit, startedAt, 0);
    }

    public OperationRecord meaning(String newMemberId) {
        return new OperationRecord(
                id,
                type,
                component,
                set,
                ordinal,
                phase,
                Optional.of(newMemberId),
                podUid,
                whole,
                commit,
                startedAt,
                attempt);
    }

    public OperationRecord making(Manifest set) {
        return new OperationRecord(
                id,
                type,
                component,
                this.set,
                ordinal,
                phase,
                memberId,
                podUid,
                Optional.of(set),
                commit,
                startedAt,
                attempt);
    }

    public OperationRecord keepingPod() {
        return new OperationRecord(
                id,
                type,
                component,
                set,
                ordinal,
                phase,
                memberId,
                Optional.empty(),
                whole,
                commit,
                startedAt,
                attempt);
    }

    public OperationRecord attempted() {
        return new OperationRecord(
                id, type, component, set, ordinal, phase, memberId, podUid, whole, commit, startedAt, attempt + 1);
    }
}
