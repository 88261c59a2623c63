package dev.quorate.simulation;

import dev.quorate.git.CommitInfo;
import dev.quorate.git.FetchProblem;
import dev.quorate.git.FileChange;
import dev.quorate.git.Poll;
import dev.quorate.git.SpecSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One process's view of the branch of specs; it knows what it has reported, and nothing after a restart. */
final class HistorySource implements SpecSource {

    static final String DOWN = "the Git host is down";

    private final GitHistory history;
    private final Faults faults;
    private Optional<GitHistory.Commit> reported = Optional.empty();

    HistorySource(GitHistory history, Faults faults) {
        this.history = history;
        this.faults = faults;
    }

    @Override
    public Poll poll() {
        if (faults.lasts(DOWN)) {
            return new Poll.Failed(new FetchProblem(
                    FetchProblem.Reason.HOST_UNREACHABLE, "The host does not answer.", "Look at the network.", true));
        }
        GitHistory.Commit head = history.head();
        if (reported.filter(head::equals).isPresent()) {
            return new Poll.Unchanged(head.info().id());
        }
        Optional<GitHistory.Commit> from = reported;
        reported = Optional.of(head);
        Map<String, String> before = from.map(GitHistory.Commit::files).orElse(Map.of());
        List<FileChange> changes = GitHistory.difference(before, head.files());
        return new Poll.Moved(
                from.map(GitHistory.Commit::info), head.info(), changes, false, history.origins(changes), List.of());
    }

    @Override
    public Optional<CommitInfo> commit(String id) {
        return history.find(id).map(GitHistory.Commit::info);
    }

    @Override
    public List<FileChange> files(String commit) {
        return GitHistory.difference(
                Map.of(), history.find(commit).orElseThrow().files());
    }

    @Override
    public List<FileChange> changesSince(String from, String to) {
        return GitHistory.difference(
                history.find(from).orElseThrow().files(),
                history.find(to).orElseThrow().files());
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
