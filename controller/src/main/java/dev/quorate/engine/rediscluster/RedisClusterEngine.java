package dev.quorate.engine.rediscluster;

import dev.quorate.engine.AppObjects;
import dev.quorate.engine.Autoscaling;
import dev.quorate.engine.Autoscaling.ScaleIn;
import dev.quorate.engine.ComponentTraits;
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
import dev.quorate.engine.Defaults;
import dev.quorate.engine.Engine;
import dev.quorate.engine.EngineTraits;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.DesiredState;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Redis Cluster 7.0 and later, in shards of a master and a replica that share 16384 slots. */
public final class RedisClusterEngine implements Engine {

    static final String NAME = "redis-cluster";

    private static final String LEAVING =
            "moves every slot of the shard that leaves to the others first, which must have the memory for it";

    private static final EngineTraits TRAITS = new EngineTraits(
            NAME,
            "Redis Cluster",
            ClusterDefaults.newest(ClusterDefaults.ALL).version(),
            List.of("7.0.15", "8.0.2"),
            List.of(new ComponentTraits(
                    NAME,
                    Unit.POD,
                    SetsPerComponent.ONE,
                    Shards.SIZES,
                    new Autoscaling.Possible(Shards.SIZES.min(), ScaleIn.byPeople(LEAVING), Duration.ofMinutes(5)),
                    Join.BY_POD,
                    Set.of(AfterJoin.CATCH_UP, AfterJoin.REBALANCE),
                    Leave.SURVIVOR,
                    LeaverDuty.MOVE_DATA,
                    VolumeReuse.SET_ASIDE,
                    PeerList.DYNAMIC,
                    UpdateOrder.SHARD_BY_SHARD,
                    Quorum.PER_PARTITION,
                    RoleSource.MEMBER_STATUS,
                    Transport.NATIVE)),
            List.of(
                    "an owner of every slot, that stays, and every key in it while it moves",
                    "a replica that has everything, before its master goes",
                    "one cluster, never a second, and the majority of masters",
                    "volumes of former members"));

    private final List<ClusterDefaults> defaults;
    private final Function<Reach, Servers> way;
    private final Consumer<Duration> pause;

    public RedisClusterEngine() {
        this(ClusterDefaults.ALL, JedisServers::new, RedisClusterEngine::sleep);
    }

    RedisClusterEngine(List<ClusterDefaults> defaults, Function<Reach, Servers> way, Consumer<Duration> pause) {
        this.defaults = List.copyOf(defaults);
        this.way = way;
        this.pause = pause;
    }

    /** Who is interrupted is not late: the next call finds out. */
    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public EngineTraits traits() {
        return TRAITS;
    }

    @Override
    public String whenQuorumIsGone() {
        return "When the others are gone for good, what a survivor has is in current/data on its volume: copy it before"
                + " anything is deleted.";
    }

    @Override
    public Set<Kind> ownedKinds() {
        return Set.of(
                Kind.STATEFUL_SET,
                Kind.POD,
                Kind.PERSISTENT_VOLUME_CLAIM,
                Kind.SERVICE,
                Kind.CONFIG_MAP,
                Kind.SECRET,
                Kind.POD_DISRUPTION_BUDGET);
    }

    @Override
    public List<FieldProblem> check(StatefulApp app) {
        List<FieldProblem> problems = new ArrayList<>(ClusterCheck.problems(app, ClusterDefaults.of(app, defaults)));
        Defaults.problem(this, app).ifPresent(problems::add);
        return problems;
    }

    @Override
    public int newestDefaults() {
        return ClusterDefaults.newest(defaults).number();
    }

    /** While none of them answers nothing is known to be refused; the quorum guard holds what runs. */
    @Override
    public Optional<String> upgradeRefusal(StatefulApp app, Set<String> running) {
        ClusterDefaults own = ClusterDefaults.of(app, defaults);
        return ClusterVersion.of(app, own)
                .refusalAfter(running.stream()
                        .flatMap(text -> ClusterVersion.parse(text, own).stream())
                        .toList());
    }

    @Override
    public DesiredState desired(StatefulApp app, Site site) {
        String set = app.name().name();
        int replicas = app.component().units();
        AppObjects objects = objects(app, site);
        ClusterPods pods = new ClusterPods(app, ClusterDefaults.of(app, defaults));
        Manifest whole = objects.memberSet(app.component(), replicas, pods.spec(objects.labels()), ClusterPods.CLAIM);
        DesiredSet desired = new DesiredSet(set, replicas, whole, List.of(ClusterPods.CLAIM));
        return new DesiredState(
                app.name(),
                NAME,
                List.of(new DesiredComponent(NAME, replicas, List.of(desired))),
                List.of(
                        objects.generatedSecret(
                                ClusterPods.secretName(app.name()), Map.of(), List.of(ClusterPods.PASSWORD)),
                        objects.headlessService(ClusterPods.ports("port")),
                        objects.clientService(ClusterPods.clientPorts("port")),
                        objects.disruptionBudget(AppObjects.maxUnavailable(1))));
    }

    @Override
    public Optional<Manifest> startConfig(StatefulApp app, Site site, String component, AppMemory memory) {
        return Optional.of(ClusterStart.configMap(objects(app, site), app.name(), memory, Addresses.DNS));
    }

    @Override
    public Optional<Membership> membership(Reach reach) {
        return Optional.of(new RedisClusterMembership(way.apply(reach), Addresses.DNS, pause));
    }

    private static AppObjects objects(StatefulApp app, Site site) {
        return new AppObjects(app, site, NAME, app.name().name());
    }
}
