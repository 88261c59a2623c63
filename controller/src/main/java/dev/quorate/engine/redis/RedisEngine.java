package dev.quorate.engine.redis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.AppObjects;
import dev.quorate.engine.Autoscaling;
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
import dev.quorate.engine.LegalSizes;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach;
import dev.quorate.schema.AppName;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.DesiredState;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.MemberRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Redis 7.0 and later, one master with its replicas, and the sentinels that name it. */
public final class RedisEngine implements Engine {

    static final String NAME = "redis";
    static final String REDIS = "redis";
    static final String SENTINELS = "sentinels";

    /** What the sentinels call those that they watch. */
    static final String MASTER = "mymaster";

    /** What a sentinel that joined says of the quorum before it is told: nobody has counted it yet. */
    static final int UNCOUNTED = 100;

    /** Seconds within which a replica must be heard of, or it does not count for a write. */
    static final int MAX_LAG = 10;

    static final LegalSizes SIZES = LegalSizes.from(2, "a master and a replica, at least");

    static final LegalSizes SENTINEL_SIZES = LegalSizes.odd(3, 7, "a majority of them names the master");

    private static final EngineTraits TRAITS = new EngineTraits(
            NAME,
            "Redis with Sentinel",
            RedisDefaults.newest(RedisDefaults.ALL).version(),
            List.of("7.0.15", "8.0.2"),
            List.of(sentinels(), redis()),
            List.of(
                    "writes that the master has acknowledged, when it moves",
                    "one writable master, named by a majority of the sentinels",
                    "the majority of sentinels, and what they remember",
                    "volumes of former members"));

    private static ComponentTraits sentinels() {
        return new ComponentTraits(
                SENTINELS,
                Unit.POD,
                SetsPerComponent.ONE,
                SENTINEL_SIZES,
                new Autoscaling.Never("serves no data, and a majority of it must agree"),
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
                REDIS,
                Unit.POD,
                SetsPerComponent.ONE,
                SIZES,
                new Autoscaling.Never("has one member that takes writes, whatever its size"),
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

    /** The StatefulSet of an app's sentinels; that of Redis has its own name. */
    static String set(AppName app, String component) {
        return component.equals(SENTINELS) ? app.name() + "-" + SENTINELS : app.name();
    }

    private final List<RedisDefaults> defaults;
    private final Function<Reach, Servers> way;
    private final Consumer<Duration> pause;

    public RedisEngine() {
        this(RedisDefaults.ALL, JedisServers::new, RedisEngine::sleep);
    }

    RedisEngine(List<RedisDefaults> defaults, Function<Reach, Servers> way, Consumer<Duration> pause) {
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
        List<FieldProblem> problems = new ArrayList<>(RedisCheck.problems(app, RedisDefaults.of(app, defaults)));
        Defaults.problem(this, app).ifPresent(problems::add);
        return problems;
    }

    @Override
    public int newestDefaults() {
        return RedisDefaults.newest(defaults).number();
    }

    /** While none of them answers nothing is known to be refused; the quorum guard holds what runs. */
    @Override
    public Optional<String> upgradeRefusal(StatefulApp app, Set<String> running) {
        RedisDefaults own = RedisDefaults.of(app, defaults);
        return RedisVersion.of(app, own)
                .refusalAfter(running.stream()
                        .flatMap(text -> RedisVersion.parse(text, own).stream())
                        .toList());
    }

    @Override
    public DesiredState desired(StatefulApp app, Site site) {
        AppObjects redis = objects(app, site, REDIS);
        AppObjects sentinels = objects(app, site, SENTINELS);
        RedisPods redisPods = new RedisPods(app, RedisDefaults.of(app, defaults), REDIS);
        RedisPods sentinelPods = new RedisPods(app, RedisDefaults.of(app, defaults), SENTINELS);
        return new DesiredState(
                app.name(),
                NAME,
                List.of(component(app, sentinels, SENTINELS, sentinelPods), component(app, redis, REDIS, redisPods)),
                List.of(
                        redis.generatedSecret(RedisPods.secretName(app.name()), Map.of(), List.of(RedisPods.PASSWORD)),
                        sentinels.headlessService(sentinelPods.ports("port")),
                        sentinels.disruptionBudget(AppObjects.maxUnavailable(1)),
                        redis.headlessService(redisPods.ports("port")),
                        redis.disruptionBudget(AppObjects.maxUnavailable(1)),
                        sentinels.clientService(sentinelPods.ports("port")),
                        writable(redis.clientService(redisPods.ports("port"))),
                        new AppObjects(app, site, REDIS, app.name().name() + "-read")
                                .clientService(redisPods.ports("port"))));
    }

    /** The Service for those who write: the master alone, by the role that is labelled only while it is certain. */
    private static Manifest writable(Manifest service) {
        return service.with(tree -> ((ObjectNode) tree.at("/spec/selector"))
                .put(Labels.ROLE, MemberRole.LEADER.name().toLowerCase(Locale.ROOT)));
    }

    private static DesiredComponent component(StatefulApp app, AppObjects objects, String component, RedisPods pods) {
        int replicas = app.component(component).units();
        Manifest whole =
                objects.memberSet(app.component(component), replicas, pods.spec(objects.labels()), RedisPods.CLAIM);
        String set = set(app.name(), component);
        return new DesiredComponent(
                component, replicas, List.of(new DesiredSet(set, replicas, whole, List.of(RedisPods.CLAIM))));
    }

    @Override
    public Optional<Manifest> startConfig(StatefulApp app, Site site, String component, AppMemory memory) {
        return Optional.of(
                RedisStart.configMap(objects(app, site, component), app.name(), component, memory, Addresses.DNS));
    }

    @Override
    public Optional<Membership> membership(Reach reach) {
        return Optional.of(new RedisMembership(way.apply(reach), Addresses.DNS, pause));
    }

    private static AppObjects objects(StatefulApp app, Site site, String component) {
        return new AppObjects(app, site, component, set(app.name(), component));
    }
}
