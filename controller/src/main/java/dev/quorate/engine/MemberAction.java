package dev.quorate.engine;

import java.time.Instant;

/** One call to an engine; each names the identity it means. */
public sealed interface MemberAction {

    /** Announces a joiner before its pod exists; answers with the identity it got. */
    record PrepareJoin(String pod, String set) implements MemberAction {}

    /** Drives a joiner whose pod runs to full membership, one call at a time. */
    record CompleteJoin(String pod, String memberId) implements MemberAction {}

    /** Moves leadership, done when a survivor names the new leader. */
    record Switchover(String fromId, String toId) implements MemberAction {}

    /** Moves data and duties off a member that will leave; not destructive. */
    record PrepareLeave(String pod, String memberId) implements MemberAction {}

    /** Removes an identity through a survivor; done when the identity is already absent. */
    record Leave(String pod, String memberId) implements MemberAction {}

    /** What is left to do when the pod is gone. */
    record FinalizeLeave(String pod, String memberId) implements MemberAction {}

    /**
     * Goes one step on with a change of the password. What members read is written by compare-and-set, and they follow it by
     * themselves.
     *
     * @param version of what they read, which this was decided on
     * @param generation that Git asks for
     * @param at when it was decided
     */
    record ChangePassword(Turn turn, String version, int generation, Instant at) implements MemberAction {
        public enum Turn {
            /** One is made up. */
            MAKE_UP,
            /** It is taken beside those that are taken already. */
            TAKE,
            /** Clients read it from now on. */
            TELL,
            /** Members give it to each other. */
            USE,
            /** No other is taken any more. */
            FORGET
        }
    }
}
