package dev.quorate.engine.rabbitmq;

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

/** RabbitMQ 3.10 and later, by its own rules for members that join and leave. */
public final class RabbitEngine implements Engine {

    static final String NAME = "rabbitmq";

    static final LegalSizes SIZES = LegalSizes.odd(1, 7, "quorum queues vote by majority");

    static final String USER = "quorate";

    private static final String LEAVING =
            "moves every replica of who leaves to the others first, and what only that member has is lost with it";

    private static final EngineTraits TRAITS = new EngineTraits(
            NAME,
            "RabbitMQ",
            RabbitDefaults.newest(RabbitDefaults.ALL).version(),
            List.of("3.10.8", "4.0.5"),
            List.of(new ComponentTraits(
                    NAME,
                    Unit.POD,
                    SetsPerComponent.ONE,
                    SIZES,
                    new Autoscaling.Possible(3, ScaleIn.byPeople(LEAVING), Duration.ofMinutes(5)),
                    Join.BY_POD,
                    Set.of(AfterJoin.REBALANCE),
                    Leave.SURVIVOR,
                    LeaverDuty.DRAIN_PREFERRED,
                    VolumeReuse.SET_ASIDE,
                    PeerList.FIRST_START,
                    UpdateOrder.DESCENDING,
                    Quorum.PER_PARTITION,
                    RoleSource.NONE,
                    Transport.EXEC)),
            List.of(
                    "the majority of replicas of every quorum queue and stream",
                    "one cluster, never a second",
                    "queues that only one member has, unless a person lets them go",
                    "volumes of former members"));

    private final List<RabbitDefaults> defaults;

    public RabbitEngine() {
        this(RabbitDefaults.ALL);
    }

    RabbitEngine(List<RabbitDefaults> defaults) {
        this.defaults = List.copyOf(defaults);
    }

    @Override
    public EngineTraits traits() {
        return TRAITS;
    }

    @Override
    public String whenQuorumIsGone() {
        return "When they are gone for good, a survivor can be told to go on without them: rabbitmqctl forget_cluster_node for"
                + " each, and what only they had is lost.";
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
        List<FieldProblem> problems = new ArrayList<>(RabbitCheck.problems(app, RabbitDefaults.of(app, defaults)));
        Defaults.problem(this, app).ifPresent(problems::add);
        return problems;
    }

    @Override
    public int newestDefaults() {
        return RabbitDefaults.newest(defaults).number();
    }

    /** While none of them answers nothing is known to be refused; the quorum guard holds what runs. */
    @Override
    public Optional<String> upgradeRefusal(StatefulApp app, Set<String> running) {
        RabbitDefaults own = RabbitDefaults.of(app, defaults);
        return RabbitUpgrade.refusal(running, RabbitVersion.of(app, own), own);
    }

    @Override
    public DesiredState desired(StatefulApp app, Site site) {
        String set = app.name().name();
        int replicas = app.component().units();
        AppObjects objects = objects(app, site);
        RabbitPods pods = new RabbitPods(app, RabbitDefaults.of(app, defaults), set);
        Manifest statefulSet =
                objects.memberSet(app.component(), replicas, pods.spec(objects.labels()), RabbitPods.CLAIM);
        DesiredSet desired = new DesiredSet(set, replicas, statefulSet, List.of(RabbitPods.CLAIM));
        return new DesiredState(
                app.name(),
                NAME,
                List.of(new DesiredComponent(NAME, replicas, List.of(desired))),
                List.of(
                        objects.generatedSecret(cookieSecret(set), Map.of(), List.of("cookie")),
                        objects.generatedSecret(loginSecret(set), Map.of("username", USER), List.of("password")),
                        objects.headlessService(pods.ports("port", true)),
                        objects.clientService(pods.ports("port", false)),
                        objects.disruptionBudget(AppObjects.maxUnavailable(1))));
    }

    static String cookieSecret(String set) {
        return set + "-erlang-cookie";
    }

    /** What applications log in with, and Quorate too. */
    static String loginSecret(String set) {
        return set + "-default-user";
    }

    @Override
    public Optional<Manifest> startConfig(StatefulApp app, Site site, String component, AppMemory memory) {
        return Optional.of(RabbitStart.configMap(
                objects(app, site), app.name().namespace(), app.name().name(), memory, Nodes.DNS));
    }

    @Override
    public Optional<Membership> membership(Reach reach) {
        return Optional.of(new RabbitMembership(reach));
    }

    private static AppObjects objects(StatefulApp app, Site site) {
        return new AppObjects(app, site, NAME, app.name().name());
    }
}
