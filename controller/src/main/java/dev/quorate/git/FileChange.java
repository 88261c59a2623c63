package dev.quorate.git;

import java.util.Optional;

/**
 * One file that differs.
 *
 * @param after what the file is now; absent when it is gone
 */
public record FileChange(String path, Optional<Blob> after) {}
