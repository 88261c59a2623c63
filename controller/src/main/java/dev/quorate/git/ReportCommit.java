package dev.quorate.git;

import java.util.List;

/** A commit of the status branch with its trailers, in the order of the message. */
public record ReportCommit(CommitInfo commit, List<CommitMessage.Trailer> trailers) {
    public ReportCommit {
        trailers = List.copyOf(trailers);
    }
}
