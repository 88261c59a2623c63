package dev.quorate.engine.zookeeper;

import dev.quorate.engine.AppObjects;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** ZooKeeper 3.8 and later, its members changed while they run. */
public final class ZooKeeperEngine implements Engine {

    static final String NAME = "zookeeper";
    static final String VOTERS = "voters";

    static final LegalSizes SIZES =
            LegalSizes.odd(1, 7, "an even number of voters survives no more failures than one less");

    private static final EngineTraits TRAITS = new EngineTraits(
            NAME,
            "ZooKeeper",
            ZooKeeperDefaults.newest(ZooKeeperDefaults.ALL).version(),
            List.of("3.8.4", "3.9.5"),
            List.of(new ComponentTraits(
                    VOTERS,
                    Unit.POD,
                    SetsPerComponent.ONE,
                    SIZES,
                    Join.BEFORE_POD,
                    Set.of(AfterJoin.CATCH_UP, AfterJoin.PROMOTE),
                    Leave.SURVIVOR,
                    LeaverDuty.NOTHING,
                    VolumeReuse.SET_ASIDE,
                    PeerList.DYNAMIC,
                    UpdateOrder.LEADER_LAST,
                    Quorum.MAJORITY,
                    RoleSource.MEMBER_STATUS,
                    Transport.NATIVE)),
            List.of(
                    "the majority of voters",
                    "one ensemble, never a second",
                    "the leader, which restarts last",
                    "volumes of former members"));

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
        String set = app.name().name();
        int replicas = app.component().units();
        AppObjects objects = objects(app, site);
        ZooKeeperPods pods = new ZooKeeperPods(app, ZooKeeperDefaults.of(app, defaults), set);
        Manifest statefulSet =
                objects.memberSet(app.component(), replicas, pods.spec(objects.labels()), ZooKeeperPods.CLAIM);
        DesiredSet desired = new DesiredSet(set, replicas, statefulSet, List.of(ZooKeeperPods.CLAIM));
        return new DesiredState(
                app.name(),
                NAME,
                List.of(new DesiredComponent(VOTERS, replicas, List.of(desired))),
                List.of(
                        objects.headlessService(pods.ports("port", true)),
                        objects.clientService(pods.ports("port", false)),
                        objects.disruptionBudget(AppObjects.maxUnavailable(1))));
    }

    @Override
    public Optional<Manifest> startConfig(StatefulApp app, Site site, String component, AppMemory memory) {
        return Optional.of(ZooKeeperStart.configMap(
                objects(app, site), app.name(), app.name().name(), memory, Addresses.DNS));
    }

    @Override
    public Optional<Membership> membership(Reach reach) {
        return Optional.of(new ZooKeeperMembership(way.apply(reach), Addresses.DNS, pause));
    }

    private static AppObjects objects(StatefulApp app, Site site) {
        return new AppObjects(app, site, VOTERS, app.name().name());
    }
}
