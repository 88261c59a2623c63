package dev.quorate.schema;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Where each file has its place on the status branch; the first folder is the version of the layout. */
public final class Layout {
    public static final String VERSION = "v1";
    /** The table for people. */
    public static final String TABLE = "README.md";
    /** The files that could not be used. */
    public static final String PROBLEMS = VERSION + "/problems.yaml";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int SHORT_COMMIT = 7;

    private Layout() {}

    /** The current report of an app. */
    public static String status(AppName app) {
        return folder(app) + "/status.yaml";
    }

    /** The folder of an app's rollout records; their names sort by time. */
    public static String rollouts(AppName app) {
        return folder(app) + "/rollouts";
    }

    public static String rollout(RolloutRecord rollout) {
        return rollouts(rollout.app()) + "/" + rollout.id() + ".yaml";
    }

    /** The id of the rollout that a commit began at a time: {@code 20260102-030405-abcdef0}. */
    public static String rolloutId(Instant startedAt, String commit) {
        return TIME.format(startedAt) + "-" + commit.substring(0, Math.min(SHORT_COMMIT, commit.length()));
    }

    private static String folder(AppName app) {
        return VERSION + "/" + app.namespace() + "/" + app.name();
    }
}
