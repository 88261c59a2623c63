package dev.quorate.engine;

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
}
