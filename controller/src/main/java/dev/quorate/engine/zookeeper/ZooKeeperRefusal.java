package dev.quorate.engine.zookeeper;

import dev.quorate.engine.CallResult;

/** Why ZooKeeper refused a change of the list. */
enum ZooKeeperRefusal {
    /** Another change came first. */
    OTHER_LIST,
    IN_PROGRESS,
    /** Too few of the voters of after it are connected and caught up. */
    NO_QUORUM,
    NOT_ALLOWED,
    SWITCHED_OFF,
    /** The connection broke under the call, as it does when the leader itself leaves. */
    NOT_KNOWN,
    OTHER;

    CallResult result() {
        return switch (this) {
            case OTHER_LIST -> new CallResult.InProgress("the list of members has just been changed by somebody else");
            case IN_PROGRESS -> new CallResult.InProgress("ZooKeeper still works on another change of its members");
            case NO_QUORUM ->
                new CallResult.InProgress("too few of the voters that there would be are connected and caught up");
            case NOT_ALLOWED ->
                new CallResult.Blocked(
                        "ZooKeeper does not take the password of its superuser: it is not the one that its members were"
                                + " started with",
                        true);
            case SWITCHED_OFF ->
                new CallResult.Blocked(
                        "ZooKeeper runs with reconfigEnabled=false, so its members cannot be changed while they run",
                        true);
            case NOT_KNOWN ->
                new CallResult.Failed("the connection broke during the change; looking again tells what came of it");
            case OTHER -> new CallResult.Failed("ZooKeeper refused the change");
        };
    }
}
