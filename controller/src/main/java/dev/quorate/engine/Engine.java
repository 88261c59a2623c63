package dev.quorate.engine;

import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredState;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One kind of stateful application: what to make for a spec, which sizes are legal, and how its members join and leave. */
public interface Engine {

    EngineTraits traits();

    /** What a person can still do by hand when most voters are gone for good; empty where nothing is known. */
    default String whenQuorumIsGone() {
        return "";
    }

    /** The kinds this engine makes: informers, rights and ownership follow from it. */
    Set<Kind> ownedKinds();

    /** What the JSON Schema cannot say: legal sizes, forbidden combinations. Runs when a commit is read. */
    List<FieldProblem> check(StatefulApp app);

    DesiredState desired(StatefulApp app, Site site);

    /**
     * What the pods of a component read at their start; empty for engines whose pods need to be told nothing. It repeats what
     * the memory holds about the component, by {@link StartConfigs}.
     */
    Optional<Manifest> startConfig(StatefulApp app, Site site, String component, AppMemory memory);

    /** The client for the engine's members; empty for engines whose pods know nothing of each other. */
    Optional<Membership> membership(Reach reach);

    /** How its snapshots are taken; empty for engines of which none can be. */
    default Optional<Snapshots> snapshots() {
        return Optional.empty();
    }

    /** The number of the newest defaults it adds to a spec; see {@link Defaults}. */
    default int newestDefaults() {
        return 1;
    }

    /**
     * Why the members may not be brought to the version that the spec asks for; empty when they may.
     *
     * @param running the versions that the members say they run, each once; empty when none says it
     */
    default Optional<String> upgradeRefusal(StatefulApp app, Set<String> running) {
        return Optional.empty();
    }

    /** Where its operations may be interrupted. */
    default Boundaries boundaries() {
        return Boundaries.standard();
    }

    /** Which cluster and repository this controller serves; becomes the frozen labels. */
    record Site(String cluster, String repository) {}
}
