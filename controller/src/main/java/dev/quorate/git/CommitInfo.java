package dev.quorate.git;

import java.time.Instant;

/** Who committed what when: the author's name, e-mail and time, and the first line of the message. */
public record CommitInfo(String id, String author, String email, Instant time, String subject) {

    private static final int SHORT = 7;

    /** The id as people write it. */
    public String shortId() {
        return id.substring(0, Math.min(SHORT, id.length()));
    }
}
