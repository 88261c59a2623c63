package dev.quorate.engine.statefulset;

import dev.quorate.engine.Autoscaling;
import dev.quorate.engine.Autoscaling.ScaleIn;
import dev.quorate.engine.ComponentTraits;
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
import java.util.Optional;
import java.util.Set;

/** Any image with stable names and volumes of its own; scaling 3 to 2 to 3 finds the same volume with its data. */
public final class StatefulSetEngine implements Engine {

    static final String NAME = "statefulset";

    private static final EngineTraits TRAITS = new EngineTraits(
            NAME,
            "Any StatefulSet",
            "",
            List.of(),
            List.of(new ComponentTraits(
                    NAME,
                    Unit.POD,
                    SetsPerComponent.ONE,
                    LegalSizes.from(0, "pods of a plain StatefulSet know nothing of each other"),
                    new Autoscaling.Possible(
                            1, ScaleIn.unlessSaid(Mode.MANUAL, Duration.ofMinutes(5)), Duration.ofMinutes(2)),
                    Join.NONE,
                    Set.of(),
                    Leave.NONE,
                    LeaverDuty.NOTHING,
                    VolumeReuse.REATTACH,
                    PeerList.NONE,
                    UpdateOrder.DESCENDING,
                    Quorum.NONE,
                    RoleSource.NONE,
                    Transport.NONE)),
            List.of("stable names", "volumes that outlive their pods", "one pod at a time"));

    @Override
    public EngineTraits traits() {
        return TRAITS;
    }

    @Override
    public Set<Kind> ownedKinds() {
        return Set.of(
                Kind.STATEFUL_SET, Kind.POD, Kind.PERSISTENT_VOLUME_CLAIM, Kind.SERVICE, Kind.POD_DISRUPTION_BUDGET);
    }

    @Override
    public List<FieldProblem> check(StatefulApp app) {
        List<FieldProblem> problems = new ArrayList<>(PlainCheck.problems(app));
        Defaults.problem(this, app).ifPresent(problems::add);
        return problems;
    }

    @Override
    public DesiredState desired(StatefulApp app, Site site) {
        PlainObjects objects = new PlainObjects(app, site);
        int replicas = app.component().units();
        DesiredSet set = new DesiredSet(app.name().name(), replicas, objects.statefulSet(replicas), objects.claims());
        return new DesiredState(
                app.name(), NAME, List.of(new DesiredComponent(NAME, replicas, List.of(set))), objects.others());
    }

    @Override
    public Optional<Manifest> startConfig(StatefulApp app, Site site, String component, AppMemory memory) {
        return Optional.empty();
    }

    @Override
    public Optional<Membership> membership(Reach reach) {
        return Optional.empty();
    }
}
