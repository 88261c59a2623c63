package dev.quorate.schema;

import java.util.List;

/**
 * Whether an app runs, may be touched, what it waits for, and what becomes of it when its file is gone.
 *
 * @param adopt takes over a StatefulSet of its name that exists already
 * @param volumes whether they stay when the app is deleted
 * @param dependsOn apps that must be Ready before this one is made or changed
 */
public record Lifecycle(
        boolean stopped, boolean suspend, boolean adopt, Deletion deletion, Volumes volumes, List<AppName> dependsOn) {

    public Lifecycle {
        dependsOn = List.copyOf(dependsOn);
    }

    /** What becomes of the app's objects when no file mentions the app any more. */
    public enum Deletion {
        /** They are left as they are. */
        ORPHAN,
        /** They are removed, in an order that is safe. */
        DELETE
    }

    /** What becomes of the volumes of an app that is deleted. */
    public enum Volumes {
        RETAIN,
        DELETE
    }
}
