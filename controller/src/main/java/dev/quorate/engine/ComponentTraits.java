package dev.quorate.engine;

import dev.quorate.state.MembershipView;
import java.util.Set;

/** One role of an engine, in the distinctions that decide the order of steps. */
public record ComponentTraits(
        String name,
        Unit unit,
        SetsPerComponent sets,
        LegalSizes sizes,
        Autoscaling autoscaling,
        Join join,
        Set<AfterJoin> afterJoin,
        Leave leave,
        LeaverDuty leaverDuty,
        VolumeReuse volumeReuse,
        PeerList peerList,
        UpdateOrder updateOrder,
        Quorum quorum,
        RoleSource roleSource,
        Transport transport) {

    public ComponentTraits {
        afterJoin = Set.copyOf(afterJoin);
    }

    /** Of a component whose size never follows its load, unless its engine says how it may. */
    public ComponentTraits(
            String name,
            Unit unit,
            SetsPerComponent sets,
            LegalSizes sizes,
            Join join,
            Set<AfterJoin> afterJoin,
            Leave leave,
            LeaverDuty leaverDuty,
            VolumeReuse volumeReuse,
            PeerList peerList,
            UpdateOrder updateOrder,
            Quorum quorum,
            RoleSource roleSource,
            Transport transport) {
        this(
                name,
                unit,
                sets,
                sizes,
                new Autoscaling.Never("has no rule by which members could come and go with its load"),
                join,
                afterJoin,
                leave,
                leaverDuty,
                volumeReuse,
                peerList,
                updateOrder,
                quorum,
                roleSource,
                transport);
    }

    public boolean hasMembers() {
        return join != Join.NONE;
    }

    /** Whether its members found a cluster: those without a quorum of their own join what others have founded. */
    public boolean founds() {
        return hasMembers() && quorum != Quorum.NONE;
    }

    /** What a full member of it is called. */
    public String title() {
        return quorum == Quorum.PRIMARY_AND_REPLICA ? "member" : founds() ? "voter" : "observer";
    }

    /** Whether a joiner is made a full member by a call; others become one by themselves. */
    public boolean completesJoin() {
        return !afterJoin.isEmpty() && !(join == Join.BY_POD && afterJoin.equals(Set.of(AfterJoin.CATCH_UP)));
    }

    /** Whether its members come back by themselves with whatever their volume holds, under the same name. */
    public boolean comesBack() {
        return join == Join.BY_POD && volumeReuse == VolumeReuse.REATTACH;
    }

    /** What one scale step adds or removes, and what {@code replicas} counts. */
    public enum Unit {
        POD,
        SHARD,
        GROUP
    }

    public enum SetsPerComponent {
        ONE,
        ONE_PER_UNIT
    }

    /** When a joiner is announced to its cluster, and by whom. */
    public enum Join {
        NONE,
        /** Never: those who found the cluster are its members for good, and its size does not change. */
        AT_FOUNDING,
        /** By a survivor, before the pod exists. */
        BEFORE_POD,
        /** By the controller, when the pod runs. */
        AFTER_POD,
        /** By the pod itself; the controller only watches for it. */
        BY_POD
    }

    /** What a joiner still needs before it is a full member. */
    public enum AfterJoin {
        PROMOTE,
        REBALANCE,
        CATCH_UP,
        RAISE_ACKNOWLEDGEMENTS
    }

    /** Who makes the call that removes a member. */
    public enum Leave {
        /** Nobody: there are no members, or the others notice by themselves. */
        NONE,
        SURVIVOR,
        LEAVING_POD,
        /** The member only has to be forgotten by those who watch it. */
        WATCHERS
    }

    /** What the leaving pod must still be alive for. */
    public enum LeaverDuty {
        NOTHING,
        HAND_OVER_LEADERSHIP,
        DRAIN_PREFERRED,
        MOVE_DATA
    }

    public enum VolumeReuse {
        NO_VOLUME,
        /** The ordinal's old volume may be used again: 3 to 2 to 3 keeps the data. */
        REATTACH,
        /** Data of an earlier incarnation must be set aside before the ordinal joins again. */
        SET_ASIDE
    }

    /** What other pods must be told of a new size. */
    public enum PeerList {
        NONE,
        /** Read at a member's first start only. */
        FIRST_START,
        /** Changed in the running cluster by the engine's own command. */
        DYNAMIC,
        /** A file that every member reads again while it runs. */
        RELOADED,
        /** A file read at start: a change is a rolling restart. */
        RESTART
    }

    public enum UpdateOrder {
        /** Highest ordinal first, one at a time behind the engine's gate. */
        DESCENDING,
        LEADER_LAST,
        /** Replicas of a shard, failover, the old master; shard by shard. */
        SHARD_BY_SHARD
    }

    /** What must not be lost when one member stops. */
    public enum Quorum {
        NONE,
        /** More than half of the voters of the whole component. */
        MAJORITY,
        /** An in-sync copy of every partition, queue or slot. */
        PER_PARTITION,
        /** One writable primary and a replica that has everything. */
        PRIMARY_AND_REPLICA;

        /** So many of all voters must be healthy, or nothing goes on: one that has everything is enough to make others again. */
        public int needed(int voters) {
            return this == PRIMARY_AND_REPLICA ? Math.min(1, voters) : MembershipView.majority(voters);
        }

        /** So many must stay when one has left; a primary must not be left alone by taking one that is well. */
        public int neededAfter(int voters, boolean wasWell) {
            return this == PRIMARY_AND_REPLICA && wasWell ? Math.min(2, voters) : needed(voters);
        }

        /** So many must stay while one of all voters restarts; of two there is one, whatever the order. */
        public int neededWhileAway(int voters, boolean isWell) {
            return this == PRIMARY_AND_REPLICA ? neededAfter(voters - 1, isWell) : needed(voters);
        }
    }

    public enum RoleSource {
        NONE,
        MEMBER_STATUS,
        /** The member's own word and a majority of its watchers. */
        WATCHERS_MAJORITY,
        COORDINATOR
    }

    /** The way to the members; of several, the one that needs most. */
    public enum Transport {
        NONE,
        HTTP,
        NATIVE,
        EXEC,
        JDBC
    }
}
