package dev.quorate.schema;

import java.time.Instant;

/** The commit that asked for something, and the file that it was read from. */
public record Source(String commit, String author, String subject, Instant time, String path) {}
