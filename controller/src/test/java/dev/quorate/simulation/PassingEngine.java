package dev.quorate.simulation;

import dev.quorate.engine.Boundaries;
import dev.quorate.engine.CallResult;
import dev.quorate.engine.Engine;
import dev.quorate.engine.EngineTraits;
import dev.quorate.engine.MemberAction;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Roster;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.Admission;
import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredState;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.MembershipView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Passes everything on; a planted bug changes some of it. */
class PassingEngine implements Engine {

    private final Engine real;

    PassingEngine(Engine real) {
        this.real = real;
    }

    MembershipView observe(Membership members, Roster roster) {
        return members.observe(roster);
    }

    CallResult perform(Membership members, MemberAction action, Roster roster) {
        return members.perform(action, roster);
    }

    Admission admission(Admission admission) {
        return admission;
    }

    @Override
    public Optional<Membership> membership(Reach reach) {
        return real.membership(reach).map(members -> new Membership() {
            @Override
            public MembershipView observe(Roster roster) {
                return PassingEngine.this.observe(members, roster);
            }

            @Override
            public CallResult perform(MemberAction action, Roster roster) {
                return PassingEngine.this.perform(members, action, roster);
            }
        });
    }

    @Override
    public Optional<Manifest> startConfig(StatefulApp app, Site site, String component, AppMemory memory) {
        AppMemory told = memory;
        for (Admission admission : memory.admissions()) {
            told = told.admit(admission(admission));
        }
        return real.startConfig(app, site, component, told);
    }

    @Override
    public EngineTraits traits() {
        return real.traits();
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
