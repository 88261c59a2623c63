package dev.quorate.schema;

/** Where snapshots are kept. */
public sealed interface SnapshotPlace {

    /** A volume that exists already, in the namespace of who uses it. */
    record Claim(String claimName) implements SnapshotPlace {}

    /**
     * A bucket of S3, or of a store with the same API.
     *
     * @param prefix folders before those of the apps; empty for none
     * @param secretName the Secret with the keys; empty where none is named
     */
    record Bucket(String endpoint, String bucket, String prefix, String region, String secretName)
            implements SnapshotPlace {}
}
