package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * An API server's answer.
 *
 * @param retryAfter the header of that name
 * @param body a tree that nobody else changes; a text node when it was not JSON
 */
public record ApiReply(int status, Optional<Duration> retryAfter, JsonNode body) {

    public boolean ok() {
        return status >= 200 && status < 300;
    }
}
