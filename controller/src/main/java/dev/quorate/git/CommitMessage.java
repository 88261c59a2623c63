package dev.quorate.git;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A commit message in Git's layout: subject, body, trailers.
 *
 * @param body may be empty
 */
public record CommitMessage(String subject, String body, List<Trailer> trailers) {

    public CommitMessage {
        trailers = List.copyOf(trailers);
        if (subject.isBlank() || subject.contains("\n")) {
            throw new IllegalArgumentException(
                    "The subject of a commit is one line that is not blank: '" + subject + "'");
        }
    }

    /** A line {@code key: value} at the end of the message, which {@code git interpret-trailers} and forges read. */
    public record Trailer(String key, String value) {
        public static final String APP = "Quorate-App";
        public static final String SOURCE_COMMIT = "Quorate-Source-Commit";
        public static final String CLUSTER = "Quorate-Cluster";
        /** Written by people: so many apps may be taken away. */
        public static final String CONFIRM_DELETION = "Quorate-Confirm-Deletion";

        public Trailer {
            if (!key.matches("[A-Za-z0-9-]+") || value.isBlank() || value.matches("(?s).*[\\r\\n].*")) {
                throw new IllegalArgumentException("'" + key + ": " + value + "' is no trailer of a commit message.");
            }
        }
    }

    /** The whole message as it is committed. */
    public String text() {
        StringBuilder text = new StringBuilder(subject).append('\n');
        if (!body.isBlank()) {
            text.append('\n').append(body.strip()).append('\n');
        }
        if (!trailers.isEmpty()) {
            text.append('\n')
                    .append(trailers.stream()
                            .map(trailer -> trailer.key() + ": " + trailer.value() + "\n")
                            .collect(Collectors.joining()));
        }
        return text.toString();
    }
}
