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

    Deed(int weight) {
        this.weight = weight;
    }

    int weight() {
        return weight;
    }

    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
