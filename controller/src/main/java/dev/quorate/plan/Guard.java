package dev.quorate.plan;

/** Every reason to refuse, by the name that users see. */
public enum Guard {
    /** An object stands where ours should be and is not ours. */
    NOT_OURS("NotOurs"),
    /** Not every silent member is known to be dead, or the members disagree. */
    VIEW_INCOMPLETE("ViewIncomplete"),
    /** Fewer voters than a majority would be left healthy. */
    QUORUM_AT_RISK("QuorumAtRisk"),
    /** A majority of the voters is gone already. */
    QUORUM_LOST("QuorumLost"),
    /** A member that stays is not well; membership changes wait for it. */
    MEMBER_UNHEALTHY("MemberUnhealthy"),
    /** The engine itself raised an alarm or has an operation open. */
    ENGINE_ALARM("EngineAlarm"),
    /** Volumes or a mark of an earlier cluster exist without their set: restore or remove them, never seed. */
    CLUSTER_EXISTED("ClusterExisted"),
    /** The engine lists a member that no operation of ours announced. */
    UNKNOWN_MEMBER("UnknownMember"),
    /** A Secret whose values were made up for members is gone. */
    SECRET_LOST("SecretLost"),
    /** What a member holds would be lost with it, since no other has it. */
    DATA_ONLY_THERE("DataOnlyThere"),
    /** A pod stops on a node that does not answer: it may run on there. */
    NODE_UNREACHABLE("NodeUnreachable"),
    /** A pod cannot start, since its volume does not come back. */
    VOLUME_LOST("VolumeLost"),
    /** Another controller changes the same fields each time that they are put right. */
    CONTROLLER_FIGHT("ControllerFight"),
    /** No other member can take the leadership. */
    NO_SUCCESSOR("NoSuccessor"),
    /** The engine has no supported way from the version that runs to the one that is asked for. */
    VERSION_PATH("VersionPath"),
    /** A member is not ready for longer than progressDeadlineSeconds. */
    PROGRESS_DEADLINE("ProgressDeadlineExceeded"),
    /** The field cannot be changed on a running app by this version. */
    CHANGE_NOT_SUPPORTED("ChangeNotSupported"),
    /** The storage class does not let volumes grow. */
    STORAGE_CANNOT_GROW("StorageCannotGrow"),
    /** Volumes stay as large as they are, of their class and their kind: less or another would lose data. */
    STORAGE_CANNOT_CHANGE("StorageCannotChange"),
    /** The driver could not make a volume larger. */
    STORAGE_GROWTH_FAILED("StorageGrowthFailed"),
    /** The file says so: nothing of the app is touched, whatever differs. */
    SUSPENDED("Suspended"),
    /** An app that this one depends on is not Ready. */
    DEPENDENCY_NOT_READY("DependencyNotReady"),
    /** One commit took away the files of so many apps that a person must confirm it. */
    DELETION_NOT_CONFIRMED("DeletionNotConfirmed"),
    /** What exists cannot be taken over as it is. */
    ADOPTION_NOT_POSSIBLE("AdoptionNotPossible"),
    /** The engine refused a call. */
    ENGINE_REFUSED("EngineRefused"),
    /** The API server refused a call: rights, quota, admission, an invalid object. */
    CLUSTER_REFUSED("ClusterRefused"),
    /** The controller may not see objects of a kind that the app has. */
    RIGHT_MISSING("RightMissing"),
    /** The file of the app cannot be used; the last good state stays in force. */
    INVALID_SPEC("InvalidSpec"),
    /** This controller may not work in that namespace. */
    NAMESPACE_NOT_ALLOWED("NamespaceNotAllowed");

    private final String title;

    Guard(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
