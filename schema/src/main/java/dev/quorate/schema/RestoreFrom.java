package dev.quorate.schema;

/**
 * The snapshot that a new app starts from.
 *
 * @param app whose it is
 * @param snapshot its name; all members start from one and the same
 * @param image Quorate's own, which fetches it
 */
public record RestoreFrom(AppName app, String snapshot, SnapshotPlace place, String image) {}
