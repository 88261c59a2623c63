package dev.quorate.simulation;

import java.util.HashSet;
import java.util.Locale;

/** Bugs that a controller like this one could have. The simulation is worth something as long as it finds each of them. */
enum PlantedBug {
    QUORUM_GUARD_SKIPPED("every member counts as well"),
    MEMBER_AFTER_ITS_POD("the pod goes first, and then its member"),
    COUNT_FOR_IDENTITY("as many members as pods: then these must be those"),
    PARTIAL_VIEW_IGNORED("who does not answer once is dead"),
    DONE_WHEN_POD_READY("a member whose pod runs has joined"),
    BLANK_POD_FOUNDS("a joiner is told to found"),
    VOLUME_REUSED("an ordinal that joins anew keeps the data of the one before it"),
    STALE_CACHE_BELIEVED("consistent reads come from the cache, and writes overwrite"),
    UNFENCED_WRITER("the record is written over whatever is there"),
    RECORD_AFTER_CALL("the call is made before it is written down"),
    TWO_OPERATIONS("an operation that has begun is overlooked"),
    VOLUME_WIPED("a scale-in deletes the volume of a member that stays"),
    APPLY_DROPS_REPLICAS("an apply brings the default of replicas back"),
    RENEWAL_DROPS_REPLICAS("a set that is made anew has the default of replicas");

    private final String words;

    PlantedBug(String words) {
        this.words = words;
    }

    /** For people: what it does wrong. */
    String words() {
        return words;
    }

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** One for each run: it may remember what it saw. */
    Plant plant() {
        return switch (this) {
            case QUORUM_GUARD_SKIPPED -> new MemberBugs.AllWell();
            case MEMBER_AFTER_ITS_POD -> new MemberBugs.PodFirst();
            case COUNT_FOR_IDENTITY -> new MemberBugs.Counting();
            case PARTIAL_VIEW_IGNORED -> new MemberBugs.PartialView();
            case DONE_WHEN_POD_READY -> new MemberBugs.PodRuns();
            case BLANK_POD_FOUNDS -> new StartBugs.Founding();
            case VOLUME_REUSED -> new StartBugs.OneIncarnation();
            case STALE_CACHE_BELIEVED -> new ClusterBugs.StaleCache();
            case UNFENCED_WRITER -> new ClusterBugs.Unfenced();
            case RECORD_AFTER_CALL -> new RecordBugs.CallFirst();
            case TWO_OPERATIONS -> new ClusterBugs.Forgetful();
            case VOLUME_WIPED -> new ClusterBugs.Wiping();
            case APPLY_DROPS_REPLICAS -> new ClusterBugs.DroppedField();
            case RENEWAL_DROPS_REPLICAS -> new ClusterBugs.Dwarfed(new HashSet<>());
        };
    }
}
