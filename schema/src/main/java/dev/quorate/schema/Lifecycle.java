package dev.quorate.schema;

import java.util.List;
import java.util.Optional;

/**
 * Whether an app runs, may be touched, what it waits for, and what becomes of it when its file is gone.
 *
 * @param adopt takes over a StatefulSet of its name that exists already
 * @param volumes whether they stay when the app is deleted
 * @param dependsOn apps that must be Ready before this one is made or changed
 * @param acknowledge what a person has answered to a guard
 */
public record Lifecycle(
        boolean stopped,
        boolean suspend,
        boolean adopt,
        Deletion deletion,
        Volumes volumes,
        List<AppName> dependsOn,
        Optional<Acknowledgement> acknowledge) {

    public Lifecycle {
        dependsOn = List.copyOf(dependsOn);
    }

    /**
     * A person's leave to do what a guard forbids.
     *
     * @param guard the guard by its name
     * @param member the one that is meant, by name and identity: whoever comes in its place is another
     */
    public record Acknowledgement(String guard, String member, String reason) {}

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
