package dev.quorate.simulation;

import java.util.Locale;

/** What can happen in a rough while, and how often compared with the others. */
enum Deed {
    // People and clients
    SCALE(14),
    SCALE_BOTH(2),
    GROW(3),
    BAD_FILE(1),
    ILLEGAL_SIZE(1),
    REVERT(2),
    WRITE(10),
    EDIT_BY_HAND(2),
    // Commits of other kinds than sizes; most of them are taken back when they come again
    CHANGE_TEMPLATE(7, true),
    CHANGE_LABEL(7, true),
    CHANGE_VERSION(7, true),
    BREAK_IMAGE(7, true),
    PAUSE(7, true),
    PARTITION(7, true),
    ON_DELETE(7, true),
    STOP(7, true),
    SUSPEND(7, true),
    REMOVE_FILE(7, true),
    DEPEND(7, true),
    SCALE_BY_HAND(5, true),
    DELETE_BY_HAND(5, true),
    LOSE_NODE(5, true),
    // What only a person can answer: drawn by themselves, for scripts that have questions
    LOSE_CLAIM(0),
    ADD_STRANGER(0),
    SWITCH_OFF_NODE(0),
    // The cluster and its members
    KILL_POD(4),
    CRASH_CONTAINER(3),
    MOVE_LEADER(4),
    LOSE_VOLUME(4),
    CUT_OFF(3),
    SLOW_START(2),
    // One of the controller's next writes
    CRASH_BEFORE(4),
    CRASH_AFTER(4),
    FREEZE(6),
    REQUEST_LOST(3),
    REPLY_LOST(4),
    CONFLICT(3),
    // What the controller looks through, for a while
    STALE_CACHE(4),
    WATCH_GAP(3),
    UNREACHABLE(3),
    API_DOWN(1),
    GIT_DOWN(2),
    PUSH_REFUSED(2);

    private final int weight;
    private final boolean special;

    Deed(int weight) {
        this(weight, false);
    }

    Deed(int weight, boolean special) {
        this.weight = weight;
        this.special = special;
    }

    int weight() {
        return weight;
    }

    /** Whether only some scripts have it: together these deeds would make every run long. */
    boolean special() {
        return special;
    }

    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
