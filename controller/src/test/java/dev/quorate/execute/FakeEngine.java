package dev.quorate.execute;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.Autoscaling;
import dev.quorate.engine.Autoscaling.ScaleIn;
import dev.quorate.engine.CallResult;
import dev.quorate.engine.ComponentTraits;
import dev.quorate.engine.Engine;
import dev.quorate.engine.EngineTraits;
import dev.quorate.engine.LegalSizes;
import dev.quorate.engine.MemberAction;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Roster;
import dev.quorate.schema.Autoscale.Mode;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.DesiredState;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.MembershipView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** An engine named like a real one with one set and one Service; its members, if any, are what the test says. */
public final class FakeEngine implements Engine {

    private final ComponentTraits traits;
    private final List<MemberAction> performed = new ArrayList<>();
    private Supplier<MembershipView> view = () -> MembershipView.silent("no member");
    private CallResult answer = CallResult.Done.DONE;
    private Optional<RuntimeException> fault = Optional.empty();

    private FakeEngine(ComponentTraits.Join join) {
        this.traits = new ComponentTraits(
                "main",
                ComponentTraits.Unit.POD,
                ComponentTraits.SetsPerComponent.ONE,
                LegalSizes.from(0, "any"),
                new Autoscaling.Possible(
                        1, ScaleIn.unlessSaid(Mode.MANUAL, Duration.ofMinutes(5)), Duration.ofMinutes(2)),
                join,
                Set.of(),
                ComponentTraits.Leave.NONE,
                ComponentTraits.LeaverDuty.NOTHING,
                ComponentTraits.VolumeReuse.REATTACH,
                ComponentTraits.PeerList.NONE,
                ComponentTraits.UpdateOrder.DESCENDING,
                ComponentTraits.Quorum.NONE,
                ComponentTraits.RoleSource.NONE,
                ComponentTraits.Transport.NONE);
    }

    public static FakeEngine plain() {
        return new FakeEngine(ComponentTraits.Join.NONE);
    }

    public static FakeEngine withMembers() {
        return new FakeEngine(ComponentTraits.Join.AFTER_POD);
    }

    public void see(Supplier<MembershipView> next) {
        view = next;
    }

    public void answer(CallResult next) {
        answer = next;
    }

    public void fail(Optional<RuntimeException> next) {
        fault = next;
    }

    public List<MemberAction> performed() {
        return performed;
    }

    @Override
    public EngineTraits traits() {
        return new EngineTraits("statefulset", "Fake", "1", List.of(), List.of(traits), List.of());
    }

    @Override
    public Set<Kind> ownedKinds() {
        return EnumSet.of(Kind.STATEFUL_SET, Kind.SERVICE);
    }

    @Override
    public List<FieldProblem> check(StatefulApp app) {
        return List.of();
    }

    @Override
    public DesiredState desired(StatefulApp app, Site site) {
        fault.ifPresent(failure -> {
            throw failure;
        });
        int replicas = app.component().units();
        Manifest set = object("apps/v1", "StatefulSet", app, site, spec -> {
            spec.put("replicas", replicas);
            ObjectNode strategy = spec.putObject("updateStrategy").put("type", "RollingUpdate");
            strategy.putObject("rollingUpdate").put("partition", replicas);
        });
        Manifest service = object("v1", "Service", app, site, spec -> spec.put("clusterIP", "None"));
        String name = app.name().name();
        return new DesiredState(
                app.name(),
                app.engine(),
                List.of(new DesiredComponent(
                        "main", replicas, List.of(new DesiredSet(name, replicas, set, List.of("data"))))),
                List.of(service));
    }

    @Override
    public Optional<Manifest> startConfig(StatefulApp app, Site site, String component, AppMemory memory) {
        return Optional.empty();
    }

    @Override
    public Optional<Membership> membership(Reach reach) {
        return traits.hasMembers() ? Optional.of(new FakeMembership()) : Optional.empty();
    }

    private final class FakeMembership implements Membership {
        @Override
        public MembershipView observe(Roster roster) {
            return view.get();
        }

        @Override
        public CallResult perform(MemberAction action, Roster roster) {
            performed.add(action);
            return answer;
        }
    }

    private static Manifest object(
            String apiVersion, String kind, StatefulApp app, Site site, java.util.function.Consumer<ObjectNode> spec) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", apiVersion).put("kind", kind);
        ObjectNode metadata = tree.putObject("metadata");
        metadata.put("name", app.name().name()).put("namespace", app.name().namespace());
        ObjectNode labels = new Labels(site.repository(), site.cluster(), app.name(), "main").tree();
        labels.put(Labels.MANAGED_BY, Labels.MANAGER);
        metadata.set("labels", labels);
        spec.accept(tree.putObject("spec"));
        return new Manifest(tree);
    }
}
