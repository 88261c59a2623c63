package dev.quorate.state;

import java.time.Instant;
import java.util.Optional;

/**
 * How much room a claim has, and how its growth fares.
 *
 * @param requested what it asks for
 * @param capacity what its volume and the file system on it have; empty before it is bound
 * @param storageClass empty for a volume that no class made
 * @param growth empty for a claim that is not on the way to more
 */
public record Space(
        String requested,
        Optional<String> capacity,
        Optional<String> storageClass,
        Expansion expansion,
        Optional<Growth> growth) {

    /** Whether its storage class lets it grow; asked only when more is wanted. */
    public enum Expansion {
        NOT_ASKED,
        ALLOWED,
        FORBIDDEN,
        /** We may not read the class: the API server knows, and says so when it is asked for more. */
        UNKNOWN
    }

    /** @param words the driver's own, where it has any */
    public record Growth(Stage stage, Instant since, String words) {}

    public enum Stage {
        VOLUME,
        /** The volume has grown, and the file system on it has not: it grows while a pod uses it, or when one starts. */
        FILE_SYSTEM,
        FAILED
    }

    public Space with(Expansion other) {
        return new Space(requested, capacity, storageClass, other, growth);
    }

    /** As it will be if all goes well. */
    public Space grown(String size) {
        return new Space(size, Optional.of(size), storageClass, expansion, Optional.empty());
    }

    public boolean in(Stage stage) {
        return growth.filter(now -> now.stage() == stage).isPresent();
    }
}
