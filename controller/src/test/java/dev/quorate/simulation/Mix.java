package dev.quorate.simulation;

import java.util.List;
import java.util.Locale;

/** Which engines the apps of a script have. */
enum Mix {
    MIX,
    ETCD,
    ZOOKEEPER,
    RABBITMQ,
    REDIS,
    STATEFULSET;

    private static final int KINDS = 8;

    /** @return as {@code -Dquorate.simulation.engine} says */
    static Mix asked() {
        return of(System.getProperty("quorate.simulation.engine", MIX.title()));
    }

    static Mix of(String title) {
        return valueOf(title.toUpperCase(Locale.ROOT));
    }

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a command line that replays a script must say besides its seed. */
    String option() {
        return this == MIX ? "" : " -Dquorate.simulation.engine=" + title();
    }

    /** @param dice below {@link #kinds} */
    List<App> apps(int dice) {
        return switch (this) {
            case MIX -> mixed(dice);
            case ETCD -> dice < 5 ? List.of(App.LOCKS) : List.of(App.LOCKS, App.META);
            case ZOOKEEPER -> dice < 5 ? List.of(App.REGISTRY) : List.of(App.REGISTRY, App.BALLOTS);
            case RABBITMQ -> dice < 5 ? List.of(App.ORDERS) : List.of(App.ORDERS, App.MAIL);
            case REDIS -> List.of(App.SESSIONS);
            case STATEFULSET -> dice < 5 ? List.of(App.WEB) : List.of(App.WEB, App.PAGES);
        };
    }

    static int kinds() {
        return KINDS;
    }

    private static List<App> mixed(int dice) {
        return switch (dice) {
            case 0 -> List.of(App.WEB);
            case 1, 2, 3 -> List.of(App.LOCKS);
            case 4 -> List.of(App.LOCKS, App.META);
            default -> List.of(App.LOCKS, App.WEB);
        };
    }
}
