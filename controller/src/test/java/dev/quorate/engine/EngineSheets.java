package dev.quorate.engine;

import dev.quorate.engine.ComponentTraits.AfterJoin;
import dev.quorate.engine.ComponentTraits.Join;
import dev.quorate.engine.ComponentTraits.Leave;
import dev.quorate.engine.ComponentTraits.LeaverDuty;
import dev.quorate.engine.ComponentTraits.PeerList;
import dev.quorate.engine.ComponentTraits.Quorum;
import dev.quorate.engine.ComponentTraits.RoleSource;
import dev.quorate.engine.ComponentTraits.SetsPerComponent;
import dev.quorate.engine.ComponentTraits.Transport;
import dev.quorate.engine.ComponentTraits.Unit;
import dev.quorate.engine.ComponentTraits.UpdateOrder;
import dev.quorate.engine.ComponentTraits.VolumeReuse;
import dev.quorate.state.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The engines that Quorate is made for, built or not, as data: what cannot be said here the contract must learn. */
final class EngineSheets {

    /** @param ownedKinds beside StatefulSets, Pods, Services and PodDisruptionBudgets, which every engine has */
    record Sheet(String engine, Set<Kind> ownedKinds, List<ComponentTraits> components) {}

    private static final LegalSizes ODD =
            LegalSizes.odd(1, 7, "an even number survives no more failures than one less");
    private static final Set<Kind> DATA = Set.of(Kind.PERSISTENT_VOLUME_CLAIM);
    private static final Set<Kind> DATA_AND_LIST = Set.of(Kind.PERSISTENT_VOLUME_CLAIM, Kind.CONFIG_MAP);
    private static final Set<Kind> DATA_LIST_AND_SECRETS =
            Set.of(Kind.PERSISTENT_VOLUME_CLAIM, Kind.CONFIG_MAP, Kind.SECRET);

    static final List<Sheet> ALL = List.of(
            new Sheet("statefulset", DATA, List.of(plain("statefulset", VolumeReuse.REATTACH, LeaverDuty.NOTHING, 0))),
            new Sheet("etcd", DATA_AND_LIST, List.of(etcd())),
            new Sheet("zookeeper", DATA_LIST_AND_SECRETS, List.of(zookeeperVoters(), zookeeperObservers())),
            new Sheet("kafka", DATA_AND_LIST, List.of(kafkaControllers(), kafkaBrokers())),
            new Sheet(
                    "tidb",
                    DATA_AND_LIST,
                    List.of(pd(), tikv(), plain("tidb", VolumeReuse.NO_VOLUME, LeaverDuty.DRAIN_PREFERRED, 1))),
            new Sheet("nacos", DATA_AND_LIST, List.of(nacos())),
            new Sheet("eureka", Set.of(Kind.CONFIG_MAP), List.of(eureka())),
            new Sheet(
                    "rocketmq",
                    DATA_AND_LIST,
                    List.of(
                            plain("namesrv", VolumeReuse.NO_VOLUME, LeaverDuty.NOTHING, 1),
                            rocketmqControllers(),
                            rocketmqBrokers())),
            new Sheet("rabbitmq", DATA_LIST_AND_SECRETS, List.of(rabbitmq())),
            new Sheet("redis", DATA_LIST_AND_SECRETS, List.of(sentinels(), redis())),
            new Sheet("redis-cluster", DATA, List.of(redisCluster())),
            new Sheet("mysql", DATA, List.of(mysql())));

    static final Map<String, Sheet> BY_ENGINE = ALL.stream().collect(Collectors.toMap(Sheet::engine, sheet -> sheet));

    private EngineSheets() {}

    static Stream<ComponentTraits> components() {
        return ALL.stream().flatMap(sheet -> sheet.components().stream());
    }

    private static ComponentTraits plain(String name, VolumeReuse volumes, LeaverDuty duty, int min) {
        return new ComponentTraits(
                name,
                Unit.POD,
                SetsPerComponent.ONE,
                LegalSizes.from(min, "its pods know nothing of each other"),
                Join.NONE,
                Set.of(),
                Leave.NONE,
                duty,
                volumes,
                PeerList.NONE,
                UpdateOrder.DESCENDING,
                Quorum.NONE,
                RoleSource.NONE,
                Transport.NONE);
    }

    private static ComponentTraits etcd() {
        return new ComponentTraits(
                "etcd",
                Unit.POD,
                SetsPerComponent.ONE,
                ODD,
                Join.BEFORE_POD,
                Set.of(AfterJoin.CATCH_UP, AfterJoin.PROMOTE),
                Leave.SURVIVOR,
                LeaverDuty.HAND_OVER_LEADERSHIP,
                VolumeReuse.SET_ASIDE,
                PeerList.FIRST_START,
                UpdateOrder.LEADER_LAST,
                Quorum.MAJORITY,
                RoleSource.MEMBER_STATUS,
                Transport.HTTP);
    }

    /** A joiner is listed as an observer before it exists, and gets its vote when it follows. No command moves the leadership. */
    private static ComponentTraits zookeeperVoters() {
        return new ComponentTraits(
                "voters",
                Unit.POD,
                SetsPerComponent.ONE,
                ODD,
                Join.BEFORE_POD,
                Set.of(AfterJoin.CATCH_UP, AfterJoin.PROMOTE),
                Leave.SURVIVOR,
                LeaverDuty.NOTHING,
                VolumeReuse.SET_ASIDE,
                PeerList.DYNAMIC,
                UpdateOrder.LEADER_LAST,
                Quorum.MAJORITY,
                RoleSource.MEMBER_STATUS,
                Transport.NATIVE);
    }

    /** They follow and never vote, so nothing but the load on the leader bounds their number. */
    private static ComponentTraits zookeeperObservers() {
        return new ComponentTraits(
                "observers",
                Unit.POD,
                SetsPerComponent.ONE,
                LegalSizes.between(0, 60, "the leader sends every write to each of them"),
                Join.BEFORE_POD,
                Set.of(AfterJoin.CATCH_UP),
                Leave.SURVIVOR,
                LeaverDuty.NOTHING,
                VolumeReuse.SET_ASIDE,
                PeerList.DYNAMIC,
                UpdateOrder.DESCENDING,
                Quorum.NONE,
                RoleSource.MEMBER_STATUS,
                Transport.NATIVE);
    }

    /** With a dynamic quorum; a static one is {@code AT_FOUNDING}. */
    private static ComponentTraits kafkaControllers() {
        return new ComponentTraits(
                "controllers",
                Unit.POD,
                SetsPerComponent.ONE,
                ODD,
                Join.AFTER_POD,
                Set.of(AfterJoin.CATCH_UP, AfterJoin.PROMOTE),
                Leave.SURVIVOR,
                LeaverDuty.NOTHING,
                VolumeReuse.SET_ASIDE,
                PeerList.DYNAMIC,
                UpdateOrder.LEADER_LAST,
                Quorum.MAJORITY,
                RoleSource.MEMBER_STATUS,
                Transport.NATIVE);
    }

    /** A broker registers by itself and gets no partition by that; it leaves when it holds no replica. */
    private static ComponentTraits kafkaBrokers() {
        return new ComponentTraits(
                "brokers",
                Unit.POD,
                SetsPerComponent.ONE,
                LegalSizes.from(1, "as many as the largest replication factor, at least"),
                Join.BY_POD,
                Set.of(AfterJoin.REBALANCE),
                Leave.SURVIVOR,
                LeaverDuty.MOVE_DATA,
                VolumeReuse.SET_ASIDE,
                PeerList.NONE,
                UpdateOrder.DESCENDING,
                Quorum.PER_PARTITION,
                RoleSource.NONE,
                Transport.NATIVE);
    }

    private static ComponentTraits pd() {
        return new ComponentTraits(
                "pd",
                Unit.POD,
                SetsPerComponent.ONE,
                ODD,
                Join.BY_POD,
                Set.of(),
                Leave.SURVIVOR,
                LeaverDuty.HAND_OVER_LEADERSHIP,
                VolumeReuse.SET_ASIDE,
                PeerList.FIRST_START,
                UpdateOrder.LEADER_LAST,
                Quorum.MAJORITY,
                RoleSource.MEMBER_STATUS,
                Transport.HTTP);
    }

    /** PD removes a store, which goes offline, gives its regions away, and is a tombstone in the end. */
    private static ComponentTraits tikv() {
        return new ComponentTraits(
                "tikv",
                Unit.POD,
                SetsPerComponent.ONE,
                LegalSizes.from(3, "as many as PD keeps replicas, at least"),
                Join.BY_POD,
                Set.of(),
                Leave.SURVIVOR,
                LeaverDuty.MOVE_DATA,
                VolumeReuse.SET_ASIDE,
                PeerList.NONE,
                UpdateOrder.DESCENDING,
                Quorum.PER_PARTITION,
                RoleSource.COORDINATOR,
                Transport.HTTP);
    }

    /** Every member reads the list again while it runs, and those who stay remove who is no longer on it. */
    private static ComponentTraits nacos() {
        return new ComponentTraits(
                "nacos",
                Unit.POD,
                SetsPerComponent.ONE,
                LegalSizes.odd(1, 7, "its groups vote by majority"),
                Join.BY_POD,
                Set.of(),
                Leave.SURVIVOR,
                LeaverDuty.HAND_OVER_LEADERSHIP,
                VolumeReuse.SET_ASIDE,
                PeerList.RELOADED,
                UpdateOrder.LEADER_LAST,
                Quorum.MAJORITY,
                RoleSource.MEMBER_STATUS,
                Transport.HTTP);
    }

    /** No leader and no quorum; who stops in order takes itself off the list of the others. */
    private static ComponentTraits eureka() {
        return new ComponentTraits(
                "eureka",
                Unit.POD,
                SetsPerComponent.ONE,
                LegalSizes.from(1, "peers, each with the whole registry"),
                Join.BY_POD,
                Set.of(AfterJoin.CATCH_UP),
                Leave.NONE,
                LeaverDuty.NOTHING,
                VolumeReuse.NO_VOLUME,
                PeerList.RESTART,
                UpdateOrder.DESCENDING,
                Quorum.NONE,
                RoleSource.NONE,
                Transport.HTTP);
    }

    private static ComponentTraits rocketmqControllers() {
        return new ComponentTraits(
                "controllers",
                Unit.POD,
                SetsPerComponent.ONE,
                LegalSizes.odd(3, 5, "its peers are fixed when it is founded"),
                Join.AT_FOUNDING,
                Set.of(),
                Leave.NONE,
                LeaverDuty.NOTHING,
                VolumeReuse.REATTACH,
                PeerList.RESTART,
                UpdateOrder.LEADER_LAST,
                Quorum.MAJORITY,
                RoleSource.MEMBER_STATUS,
                Transport.EXEC);
    }

    /** A group is a set of its own. Messages do not move: a group goes when its last message is consumed. */
    private static ComponentTraits rocketmqBrokers() {
        return new ComponentTraits(
                "brokers",
                Unit.GROUP,
                SetsPerComponent.ONE_PER_UNIT,
                LegalSizes.from(1, "each topic has a group"),
                Join.BY_POD,
                Set.of(AfterJoin.CATCH_UP, AfterJoin.REBALANCE),
                Leave.SURVIVOR,
                LeaverDuty.MOVE_DATA,
                VolumeReuse.REATTACH,
                PeerList.NONE,
                UpdateOrder.SHARD_BY_SHARD,
                Quorum.PRIMARY_AND_REPLICA,
                RoleSource.COORDINATOR,
                Transport.EXEC);
    }

    /** A blank node finds the others by itself; queues get their copies on it by a call of their own. */
    private static ComponentTraits rabbitmq() {
        return new ComponentTraits(
                "rabbitmq",
                Unit.POD,
                SetsPerComponent.ONE,
                LegalSizes.odd(1, 7, "quorum queues vote by majority"),
                Join.BY_POD,
                Set.of(AfterJoin.REBALANCE),
                Leave.SURVIVOR,
                LeaverDuty.DRAIN_PREFERRED,
                VolumeReuse.SET_ASIDE,
                PeerList.FIRST_START,
                UpdateOrder.DESCENDING,
                Quorum.PER_PARTITION,
                RoleSource.NONE,
                Transport.EXEC);
    }

    /** What one has voted for is its memory: a blank one is somebody else, and how many must agree follows their number. */
    private static ComponentTraits sentinels() {
        return new ComponentTraits(
                "sentinels",
                Unit.POD,
                SetsPerComponent.ONE,
                LegalSizes.odd(3, 7, "a majority of sentinels elects"),
                Join.BY_POD,
                Set.of(AfterJoin.RAISE_ACKNOWLEDGEMENTS),
                Leave.WATCHERS,
                LeaverDuty.NOTHING,
                VolumeReuse.SET_ASIDE,
                PeerList.DYNAMIC,
                UpdateOrder.DESCENDING,
                Quorum.MAJORITY,
                RoleSource.NONE,
                Transport.NATIVE);
    }

    private static ComponentTraits redis() {
        return new ComponentTraits(
                "redis",
                Unit.POD,
                SetsPerComponent.ONE,
                LegalSizes.from(2, "a primary and a replica, at least"),
                Join.BY_POD,
                Set.of(AfterJoin.CATCH_UP),
                Leave.WATCHERS,
                LeaverDuty.HAND_OVER_LEADERSHIP,
                VolumeReuse.REATTACH,
                PeerList.NONE,
                UpdateOrder.LEADER_LAST,
                Quorum.PRIMARY_AND_REPLICA,
                RoleSource.WATCHERS_MAJORITY,
                Transport.NATIVE);
    }

    private static ComponentTraits redisCluster() {
        return new ComponentTraits(
                "redis",
                Unit.SHARD,
                SetsPerComponent.ONE_PER_UNIT,
                LegalSizes.from(3, "three primaries elect"),
                Join.AFTER_POD,
                Set.of(AfterJoin.CATCH_UP, AfterJoin.REBALANCE),
                Leave.SURVIVOR,
                LeaverDuty.MOVE_DATA,
                VolumeReuse.SET_ASIDE,
                PeerList.DYNAMIC,
                UpdateOrder.SHARD_BY_SHARD,
                Quorum.PER_PARTITION,
                RoleSource.MEMBER_STATUS,
                Transport.NATIVE);
    }

    private static ComponentTraits mysql() {
        return new ComponentTraits(
                "mysql",
                Unit.POD,
                SetsPerComponent.ONE,
                LegalSizes.from(1, "a primary and its replicas"),
                Join.AFTER_POD,
                Set.of(AfterJoin.CATCH_UP, AfterJoin.RAISE_ACKNOWLEDGEMENTS),
                Leave.SURVIVOR,
                LeaverDuty.HAND_OVER_LEADERSHIP,
                VolumeReuse.SET_ASIDE,
                PeerList.NONE,
                UpdateOrder.LEADER_LAST,
                Quorum.PRIMARY_AND_REPLICA,
                RoleSource.COORDINATOR,
                Transport.JDBC);
    }
}
