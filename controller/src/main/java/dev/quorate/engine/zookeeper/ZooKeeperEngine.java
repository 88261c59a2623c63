package dev.quorate.engine.zookeeper;

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
import dev.quorate.engine.LegalSizes;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Autoscale.Mode;
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

/** ZooKeeper 3.8 and later, its members changed while they run. */
public final class ZooKeeperEngine implements Engine {

    static final String NAME = "zookeeper";
    static final String VOTERS = "voters";
    static final String OBSERVERS = "observers";

    static final LegalSizes SIZES =
            LegalSizes.odd(1, 7, "an even number of voters survives no more failures than one less");

    static final LegalSizes OBSERVER_SIZES =
            LegalSizes.between(0, Addresses.MORE_THAN_ENOUGH - 4, "the leader sends every write to each of them");

    private static final EngineTraits TRAITS = new EngineTraits(
            NAME,
            "ZooKeeper",
            ZooKeeperDefaults.newest(ZooKeeperDefaults.ALL).version(),
            List.of("3.8.4", "3.9.5"),
            List.of(voters(), followers()),
            List.of(
                    "the majority of voters",
                    "one ensemble, never a second",
                    "the leader, which restarts last",
                    "volumes of former members"));

    private static ComponentTraits voters() {
        return new ComponentTraits(
                VOTERS,
                Unit.POD,
                SetsPerComponent.ONE,
                SIZES,
                new Autoscaling.Never(
                        "makes writes slower with each that is added; let components.observers follow the load"),
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

    /** They follow and serve reads, hold no vote, and so may come and go with the load. */
    private static ComponentTraits followers() {
        return new ComponentTraits(
                OBSERVERS,
                Unit.POD,
                SetsPerComponent.ONE,
                OBSERVER_SIZES,
                new Autoscaling.Possible(
                        1, ScaleIn.unlessSaid(Mode.AUTO, Duration.ofMinutes(10)), Duration.ofMinutes(2)),
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

    /** The StatefulSet of an app's observers; that of its voters has its own name. */
    static String observers(AppName app) {
        return app.name() + "-" + OBSERVERS;
    }

    private final List<ZooKeeperDefaults> defaults;
    private final Function<Reach, Ensemble> way;
    private final Consumer<Duration> pause;

    public ZooKeeperEngine() {
        this(ZooKeeperDefaults.ALL, NativeEnsemble::new, ZooKeeperEngine::sleep);
    }

    ZooKeeperEngine(List<ZooKeeperDefaults> defaults, Function<Reach, Ensemble> way, Consumer<Duration> pause) {
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
        return "When they are gone for good, what a survivor has can be brought into a new ensemble: copy version-2 from"
                + " current/data on its volume before anything is deleted.";
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
        List<FieldProblem> problems =
                new ArrayList<>(ZooKeeperCheck.problems(app, ZooKeeperDefaults.of(app, defaults)));
        Defaults.problem(this, app).ifPresent(problems::add);
        return problems;
    }

    @Override
    public int newestDefaults() {
        return ZooKeeperDefaults.newest(defaults).number();
    }

    /** While none of them answers nothing is known to be refused; the quorum guard holds what runs. */
    @Override
    public Optional<String> upgradeRefusal(StatefulApp app, Set<String> running) {
        ZooKeeperDefaults own = ZooKeeperDefaults.of(app, defaults);
        return ZooKeeperVersion.of(app, own)
                .refusalAfter(running.stream()
                        .flatMap(text -> ZooKeeperVersion.parse(text, own).stream())
                        .toList());
    }

    @Override
    public DesiredState desired(StatefulApp app, Site site) {
        List<DesiredComponent> components = new ArrayList<>();
        List<Manifest> around = new ArrayList<>();
        around.add(objects(app, site, VOTERS)
                .generatedSecret(
                        ZooKeeperPods.secretName(app.name().name()), Map.of(), List.of(ZooKeeperPods.PASSWORD)));
        for (String component : List.of(VOTERS, OBSERVERS)) {
            if (component.equals(VOTERS) || app.components().containsKey(component)) {
                ZooKeeperPods pods = new ZooKeeperPods(
                        app, ZooKeeperDefaults.of(app, defaults), component, set(app.name(), component));
                components.add(component(app, site, component, pods));
                AppObjects objects = objects(app, site, component);
                around.add(objects.headlessService(pods.ports("port", true)));
                around.add(objects.clientService(pods.ports("port", false)));
                around.add(objects.disruptionBudget(AppObjects.maxUnavailable(1)));
            }
        }
        return new DesiredState(app.name(), NAME, components, around);
    }

    private static DesiredComponent component(StatefulApp app, Site site, String component, ZooKeeperPods pods) {
        int replicas = app.component(component).units();
        String set = set(app.name(), component);
        AppObjects objects = objects(app, site, component);
        Manifest whole =
                objects.memberSet(app.component(component), replicas, pods.spec(objects.labels()), ZooKeeperPods.CLAIM);
        return new DesiredComponent(
                component, replicas, List.of(new DesiredSet(set, replicas, whole, List.of(ZooKeeperPods.CLAIM))));
    }

    private static String set(AppName app, String component) {
        return component.equals(OBSERVERS) ? observers(app) : app.name();
    }

    @Override
    public Optional<Manifest> startConfig(StatefulApp app, Site site, String component, AppMemory memory) {
        return Optional.of(ZooKeeperStart.configMap(
                objects(app, site, component),
                app.name(),
                component,
                set(app.name(), component),
                memory,
                Addresses.DNS));
    }

    @Override
    public Optional<Membership> membership(Reach reach) {
        return Optional.of(new ZooKeeperMembership(way.apply(reach), Addresses.DNS, pause));
    }

    private static AppObjects objects(StatefulApp app, Site site, String component) {
        return new AppObjects(app, site, component, set(app.name(), component));
    }
}
