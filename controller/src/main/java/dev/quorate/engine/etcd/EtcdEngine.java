package dev.quorate.engine.etcd;

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
import dev.quorate.engine.Snapshots;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.DesiredState;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** etcd 3.4 and later, by its own rules for members that join and leave. */
public final class EtcdEngine implements Engine {

    static final String NAME = "etcd";

    static final LegalSizes SIZES =
            LegalSizes.odd(1, 7, "an even number of members survives no more failures than one less");

    private static final EngineTraits TRAITS = new EngineTraits(
            NAME,
            "etcd",
            EtcdDefaults.newest(EtcdDefaults.ALL).version(),
            List.of("3.4.23", "3.5.16"),
            List.of(new ComponentTraits(
                    NAME,
                    Unit.POD,
                    SetsPerComponent.ONE,
                    SIZES,
                    new Autoscaling.Never(
                            "has voters alone: more of them make writes slower, and their number says how many"
                                    + " may fail, whatever the load"),
                    Join.BEFORE_POD,
                    Set.of(AfterJoin.CATCH_UP, AfterJoin.PROMOTE),
                    Leave.SURVIVOR,
                    LeaverDuty.HAND_OVER_LEADERSHIP,
                    VolumeReuse.SET_ASIDE,
                    PeerList.FIRST_START,
                    UpdateOrder.LEADER_LAST,
                    Quorum.MAJORITY,
                    RoleSource.MEMBER_STATUS,
                    Transport.HTTP)),
            List.of(
                    "the majority of voters",
                    "one cluster, never a second",
                    "the leader, which moves before it leaves",
                    "volumes of former members"));

    private final List<EtcdDefaults> defaults;

    public EtcdEngine() {
        this(EtcdDefaults.ALL);
    }

    EtcdEngine(List<EtcdDefaults> defaults) {
        this.defaults = List.copyOf(defaults);
    }

    @Override
    public EngineTraits traits() {
        return TRAITS;
    }

    @Override
    public String whenQuorumIsGone() {
        return "When they are gone for good, what a survivor has can be brought into a new cluster: copy member/snap/db from"
                + " its volume, and restore that file with etcdutl snapshot restore --skip-hash-check.";
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
        List<FieldProblem> problems = new ArrayList<>(EtcdCheck.problems(app, EtcdDefaults.of(app, defaults)));
        Defaults.problem(this, app).ifPresent(problems::add);
        return problems;
    }

    @Override
    public int newestDefaults() {
        return EtcdDefaults.newest(defaults).number();
    }

    @Override
    public Optional<Snapshots> snapshots() {
        return Optional.of(new EtcdSnapshots(Addresses.DNS));
    }

    /** While none of them answers nothing is known to be refused; the quorum guard holds what runs. */
    @Override
    public Optional<String> upgradeRefusal(StatefulApp app, Set<String> running) {
        EtcdDefaults own = EtcdDefaults.of(app, defaults);
        List<EtcdVersion> versions = running.stream()
                .flatMap(text -> EtcdVersion.parse(text, own).stream())
                .toList();
        return EtcdUpgrade.of(versions, EtcdVersion.of(app, own)).flatMap(EtcdUpgrade::refusal);
    }

    @Override
    public DesiredState desired(StatefulApp app, Site site) {
        String set = app.name().name();
        int replicas = app.component().units();
        AppObjects objects = objects(app, site);
        ObjectNode pod = new EtcdPods(app, EtcdDefaults.of(app, defaults), set).spec(objects.labels());
        Manifest statefulSet = objects.memberSet(app.component(), replicas, pod, EtcdPods.CLAIM);
        DesiredSet desired = new DesiredSet(set, replicas, statefulSet, List.of(EtcdPods.CLAIM));
        return new DesiredState(
                app.name(),
                NAME,
                List.of(new DesiredComponent(NAME, replicas, List.of(desired))),
                List.of(
                        objects.headlessService(EtcdPods.ports("port", true)),
                        objects.clientService(EtcdPods.ports("port", false)),
                        objects.disruptionBudget(AppObjects.maxUnavailable(1))));
    }

    @Override
    public Optional<Manifest> startConfig(StatefulApp app, Site site, String component, AppMemory memory) {
        return Optional.of(
                EtcdStart.configMap(objects(app, site), app.name(), app.name().name(), memory, Addresses.DNS));
    }

    @Override
    public Optional<Membership> membership(Reach reach) {
        return Optional.of(new EtcdMembership(reach, Addresses.DNS));
    }

    private static AppObjects objects(StatefulApp app, Site site) {
        return new AppObjects(app, site, NAME, app.name().name());
    }
}
