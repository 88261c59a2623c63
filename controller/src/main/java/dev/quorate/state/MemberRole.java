package dev.quorate.state;

/** Role words of the engines; the value of the label {@code quorate.dev/role} is the lower-case name. */
public enum MemberRole {
    LEADER,
    FOLLOWER,
    LEARNER,
    OBSERVER,
    PRIMARY,
    REPLICA,
    SENTINEL,
    BROKER,
    CONTROLLER,
    PEER,
    UNKNOWN
}
