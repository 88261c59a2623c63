package dev.quorate.simulation;

import java.util.HashSet;
import java.util.Locale;

/** Bugs that a controller like this one could have. The simulation is worth something as long as it finds each of them. */
enum PlantedBug {
    QUORUM_GUARD_SKIPPED("every member counts as well", "the healthy voters stay a majority"),
    MEMBER_AFTER_ITS_POD("the pod goes first, and then its member", "a member leaves before its pod"),
    COUNT_FOR_IDENTITY("as many members as pods: then these must be those", "Ready is said only of what is so"),
    PARTIAL_VIEW_IGNORED("who does not answer once is dead", "no vote is taken on a partial view"),
    DONE_WHEN_POD_READY("a member whose pod runs has joined", "Ready is said only of what is so"),
    BLANK_POD_FOUNDS("a joiner is told to found", "never a second cluster"),
    VOLUME_REUSED("an ordinal that joins anew keeps the data of the one before it", "it converges"),
    STALE_CACHE_BELIEVED("consistent reads come from the cache, and writes overwrite", "an operation never goes back"),
    UNFENCED_WRITER("the record is written over whatever is there", "an operation never goes back"),
    RECORD_AFTER_CALL("the call is made before it is written down", "written down before it is done"),
    TWO_OPERATIONS("an operation that has begun is overlooked", "no two operations at once"),
    VOLUME_WIPED("a scale-in deletes the volume of a member that stays", "no volume is deleted"),
    APPLY_DROPS_REPLICAS("an apply brings the default of replicas back", "replicas change by their own patch alone"),
    RENEWAL_DROPS_REPLICAS(
            "a set that is made anew has the default of replicas", "replicas change by their own patch alone"),
    SCALE_AND_ROLL_MIXED(
            "a scale-in does not wait for the end of a roll", "scale-out, then roll, then scale-in, one at a time"),
    TAKEN_WITH_PODS("a set that is taken over is deleted with its pods", "taking over restarts nothing"),
    FORCED_DELETION(
            "a pod that is deleted goes without a word from its node",
            "an answer counts for its guard and its member alone"),
    PAUSE_ENDS_AT_ONCE("a master of Redis takes writes while it is replaced", "acknowledged writes survive");

    private final String words;
    private final String rule;

    PlantedBug(String words, String rule) {
        this.words = words;
        this.rule = rule;
    }

    /** For people: what it does wrong. */
    String words() {
        return words;
    }

    /** The rule that is meant for it: another may be broken earlier. */
    String rule() {
        return rule;
    }

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** In which scripts it can be met. */
    Mix mix() {
        return this == PAUSE_ENDS_AT_ONCE ? Mix.REDIS : Mix.MIX;
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
            case SCALE_AND_ROLL_MIXED -> new RollBugs.Impatient();
            case TAKEN_WITH_PODS -> new DeletionBugs.Cascading();
            case FORCED_DELETION -> new DeletionBugs.Forced();
            case PAUSE_ENDS_AT_ONCE -> new RedisBugs.Unpaused();
        };
    }
}
