package dev.quorate.simulation;

import java.util.Locale;
import java.util.function.Supplier;

/** Bugs that a controller like this one could have. The simulation is worth something as long as it finds each of them. */
enum PlantedBug {
    QUORUM_GUARD_SKIPPED("every member counts as well", MemberBugs.AllWell::new),
    MEMBER_AFTER_ITS_POD("the pod goes first, and then its member", MemberBugs.PodFirst::new),
    COUNT_FOR_IDENTITY("as many members as pods: then these must be those", MemberBugs.Counting::new),
    PARTIAL_VIEW_IGNORED("who does not answer once is dead", MemberBugs.PartialView::new),
    DONE_WHEN_POD_READY("a member whose pod runs has joined", MemberBugs.PodRuns::new),
    BLANK_POD_FOUNDS("a joiner is told to found", StartBugs.Founding::new),
    VOLUME_REUSED("an ordinal that joins anew keeps the data of the one before it", StartBugs.OneIncarnation::new),
    STALE_CACHE_BELIEVED("consistent reads come from the cache, and writes overwrite", ClusterBugs.StaleCache::new),
    NO_SECOND_LOOK(
            "nothing is read again before something is taken away, and no fence raised", ClusterBugs.OneLook::new),
    UNFENCED_WRITER("the record is written over whatever is there", ClusterBugs.Unfenced::new),
    RECORD_AFTER_CALL("the call is made before it is written down", RecordBugs.CallFirst::new),
    TWO_OPERATIONS("an operation that has begun is overlooked", ClusterBugs.Forgetful::new),
    VOLUME_WIPED("a scale-in deletes the volume of a member that stays", ClusterBugs.Wiping::new),
    APPLY_DROPS_REPLICAS("an apply brings the default of replicas back", ClusterBugs.DroppedField::new);

    private final String words;
    private final Supplier<Plant> plant;

    PlantedBug(String words, Supplier<Plant> plant) {
        this.words = words;
        this.plant = plant;
    }

    /** For people: what it does wrong. */
    String words() {
        return words;
    }

    /** One for each run: it may remember what it saw. */
    Plant plant() {
        return plant.get();
    }

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
