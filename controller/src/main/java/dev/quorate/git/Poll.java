package dev.quorate.git;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one look at the branch of specs found. */
public sealed interface Poll {

    /** The tip is the commit that was reported last. */
    record Unchanged(String commit) implements Poll {}

    /**
     * The branch has a new tip.
     *
     * @param from the commit reported before; absent when {@code changes} holds every file instead of a difference
     * @param forced whether the branch was rewritten: {@code to} does not descend from what was known before
     * @param origins the commit that made a file as it is, by path; one that is not here came with {@code to}, as far as is known
     * @param trailers those that people write for Quorate, in the commits since {@code from}, or in the tip alone where that
     *     is not known
     */
    record Moved(
            Optional<CommitInfo> from,
            CommitInfo to,
            List<FileChange> changes,
            boolean forced,
            Map<String, CommitInfo> origins,
            List<CommitMessage.Trailer> trailers)
            implements Poll {
        public Moved {
            changes = List.copyOf(changes);
            origins = Map.copyOf(origins);
            trailers = List.copyOf(trailers);
        }

        /** Of one commit without trailers. */
        public Moved(Optional<CommitInfo> from, CommitInfo to, List<FileChange> changes, boolean forced) {
            this(from, to, changes, forced, Map.of(), List.of());
        }
    }

    /** The tip could not be read; what was reported last stays in force. Unreadable is never deleted. */
    record Failed(FetchProblem problem) implements Poll {}
}
