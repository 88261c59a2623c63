package dev.quorate.state;

/** Why a node cannot be asked what became of its pods. */
public enum NodeTrouble {
    /** Its Node object does not exist any more. */
    GONE,
    /** It is not Ready, and a person has tainted it {@code node.kubernetes.io/out-of-service}: it is off. */
    OUT_OF_SERVICE,
    /** It does not answer; what ran there may run on. */
    UNREACHABLE
}
