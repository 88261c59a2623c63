package dev.quorate.loop;

import dev.quorate.git.CommitInfo;
import dev.quorate.git.Poll;
import dev.quorate.schema.Source;
import java.util.Map;
import java.util.Objects;

/**
 * With which commit each file came: several may arrive at once, and each app is asked for by its own.
 *
 * @param tip the one for files of which nothing else is known
 */
record Arrivals(CommitInfo tip, Map<String, CommitInfo> origins) {

    static Arrivals of(Poll.Moved moved) {
        return new Arrivals(moved.to(), moved.origins());
    }

    Source source(String path) {
        CommitInfo commit = Objects.requireNonNull(origins.getOrDefault(path, tip));
        return new Source(commit.id(), commit.author(), commit.subject(), commit.time(), path);
    }
}
