package dev.quorate.git;

import java.util.List;
import java.util.Optional;

/**
 * The branch of specs: what changed since the last look, and the files of any commit in it.
 *
 * <p>Files are those below the configured path: regular files named {@code *.yaml} or {@code *.yml}, and every symlink and
 * submodule, since one of these may hide specs that a person expects to be read. Paths are relative to the repository root.
 * Not for use by several threads at once.
 */
public interface SpecSource extends AutoCloseable {

    /** Asks the remote for the tip of the branch; costs one small request when nothing moved. Never throws for the remote's sake. */
    Poll poll();

    /** A commit of the branch by its full or abbreviated id, as far as it was fetched. */
    Optional<CommitInfo> commit(String id);

    /**
     * All files at a commit, each with content.
     *
     * @throws GitException when the commit is unknown or does not have the path
     */
    List<FileChange> files(String commit);

    /**
     * The difference between two commits.
     *
     * @throws GitException when a commit is unknown, or {@code to} does not have the path
     */
    List<FileChange> changesSince(String from, String to);

    @Override
    void close();
}
