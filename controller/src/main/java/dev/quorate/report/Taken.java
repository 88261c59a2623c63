package dev.quorate.report;

import java.time.Instant;
import java.util.Optional;

/**
 * A step that was tried in a pass.
 *
 * @param finished whether it is done; a step that goes on, or will be tried again, is not
 * @param message what an engine or the API server said, where that was more than yes
 */
public record Taken(String text, Instant startedAt, Instant endedAt, boolean finished, Optional<String> message) {}
