package dev.quorate.schema;

/**
 * Snapshots at fixed times.
 *
 * @param schedule as written; {@link CronLine} reads it
 * @param keep how many stay
 * @param image Quorate's own, which takes them
 */
public record Backup(String schedule, int keep, SnapshotPlace place, String image) {}
