package dev.quorate.demo;

import dev.quorate.engine.Autoscaling;
import dev.quorate.engine.Boundaries;
import dev.quorate.engine.ComponentTraits;
import dev.quorate.engine.Engine;
import dev.quorate.engine.EngineCatalog;
import dev.quorate.engine.EngineTraits;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredState;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An engine as it is, but for the time that it lets pass after a change until its size follows its load again: people wait
 * here.
 */
public record Hurried(Engine real, EngineTraits traits) implements Engine {

    private static final Duration SETTLE = Duration.ofSeconds(1);

    public static EngineCatalog catalog(EngineCatalog real) {
        return new EngineCatalog(real.all().stream().<Engine>map(Hurried::of).toList());
    }

    private static Hurried of(Engine real) {
        EngineTraits traits = real.traits();
        return new Hurried(
                real,
                new EngineTraits(
                        traits.name(),
                        traits.title(),
                        traits.defaultVersion(),
                        traits.provedVersions(),
                        traits.components().stream().map(Hurried::hurried).toList(),
                        traits.protects()));
    }

    private static ComponentTraits hurried(ComponentTraits traits) {
        return new ComponentTraits(
                traits.name(),
                traits.unit(),
                traits.sets(),
                traits.sizes(),
                hurried(traits.autoscaling()),
                traits.join(),
                traits.afterJoin(),
                traits.leave(),
                traits.leaverDuty(),
                traits.volumeReuse(),
                traits.peerList(),
                traits.updateOrder(),
                traits.quorum(),
                traits.roleSource(),
                traits.transport());
    }

    private static Autoscaling hurried(Autoscaling care) {
        return care instanceof Autoscaling.Possible possible ? possible.settling(SETTLE) : care;
    }

    @Override
    public String whenQuorumIsGone() {
        return real.whenQuorumIsGone();
    }

    @Override
    public Set<Kind> ownedKinds() {
        return real.ownedKinds();
    }

    @Override
    public List<FieldProblem> check(StatefulApp app) {
        return real.check(app);
    }

    @Override
    public DesiredState desired(StatefulApp app, Site site) {
        return real.desired(app, site);
    }

    @Override
    public Optional<Manifest> startConfig(StatefulApp app, Site site, String component, AppMemory memory) {
        return real.startConfig(app, site, component, memory);
    }

    @Override
    public Optional<Membership> membership(Reach reach) {
        return real.membership(reach);
    }

    @Override
    public int newestDefaults() {
        return real.newestDefaults();
    }

    @Override
    public Optional<String> upgradeRefusal(StatefulApp app, Set<String> running) {
        return real.upgradeRefusal(app, running);
    }

    @Override
    public Boundaries boundaries() {
        return real.boundaries();
    }
}
