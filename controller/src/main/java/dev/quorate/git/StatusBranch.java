package dev.quorate.git;

import java.util.List;
import java.util.Optional;

/**
 * The branch that reports are committed to. It shares no history with the specs and nobody's commit on it is ever rewritten.
 *
 * <p>{@link #push} always starts from the remote's tip; the readers see the branch as of the last {@link #refresh} or push, so
 * that several reads fit together. Not for use by several threads at once.
 */
public interface StatusBranch extends AutoCloseable {

    /** Commits and pushes the files in one commit; nothing is committed when the branch has them already. */
    Push push(List<FileWrite> writes, CommitMessage message);

    /** Takes the remote's tip; the problem says why not. A branch that does not exist yet is empty, not a problem. */
    Optional<FetchProblem> refresh();

    Optional<String> read(String path);

    /** The paths of all files below a folder, sorted; an empty folder name means all. */
    List<String> list(String folder);

    /** The newest commits first. */
    List<ReportCommit> history(int limit);

    @Override
    void close();
}
