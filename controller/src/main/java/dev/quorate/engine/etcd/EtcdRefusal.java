package dev.quorate.engine.etcd;

import dev.quorate.engine.CallResult;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Why etcd refused a call, by its own sentence: the codes that come with it differ between versions. */
enum EtcdRefusal {
    MEMBER_NOT_FOUND("member not found"),
    ALREADY_ADDED("Peer URLs already exists", "member ID already exist"),
    TOO_MANY_LEARNERS("too many learner members"),
    NOT_STABLE("unhealthy cluster"),
    TOO_FEW_STARTED("not enough started members"),
    NOT_IN_SYNC("in sync with leader"),
    NOT_A_LEARNER("can only promote a learner member"),
    NOT_LEADER("not leader"),
    BAD_TRANSFEREE("bad leader transferee"),
    NO_LEADER("no leader"),
    LEARNER_ASKED("rpc not supported for learner"),
    NO_SPACE("database space exceeded"),
    DEMANDS_USER("user name is empty", "permission denied", "invalid auth token", "authentication"),
    NOT_KNOWN("request timed out", "deadline exceeded", "leader changed", "server stopped", "too many requests"),
    OTHER;

    /** Alternatives, as a regular expression. */
    private final String marks;

    EtcdRefusal(String... marks) {
        this.marks = String.join("|", marks);
    }

    static EtcdRefusal of(String sentence) {
        return Arrays.stream(values())
                .filter(refusal -> refusal != OTHER
                        && Pattern.compile(refusal.marks).matcher(sentence).find())
                .findFirst()
                .orElse(OTHER);
    }

    /** What it means for a call that met it unexpectedly. */
    CallResult result(String sentence) {
        return switch (this) {
            case NOT_STABLE ->
                new CallResult.InProgress("etcd waits until all members have been connected for some seconds");
            case NOT_IN_SYNC -> new CallResult.InProgress("the learner is still catching up with the leader");
            case NOT_LEADER, NO_LEADER, LEARNER_ASKED -> new CallResult.InProgress("the leadership is just moving");
            case TOO_MANY_LEARNERS ->
                new CallResult.Blocked("etcd admits one learner at a time, and another is not promoted yet", false);
            case TOO_FEW_STARTED ->
                new CallResult.Blocked("etcd refuses, since too few members would be left running for a quorum", false);
            case BAD_TRANSFEREE ->
                new CallResult.Blocked("etcd refuses to make that member the leader: it has no vote", false);
            case NO_SPACE -> new CallResult.Blocked("etcd refuses: its quota is used up (NOSPACE)", true);
            case DEMANDS_USER ->
                new CallResult.Blocked(
                        "etcd demands a user and a password (" + sentence + "), which Quorate cannot give yet", true);
            case NOT_KNOWN ->
                new CallResult.Failed(
                        "etcd did not finish in time (" + sentence + "); looking again tells what came of it");
            case MEMBER_NOT_FOUND, ALREADY_ADDED, NOT_A_LEARNER, OTHER ->
                new CallResult.Failed("etcd refused: " + sentence);
        };
    }
}
