package dev.quorate.cli;

import dev.quorate.git.CommitInfo;
import dev.quorate.git.FetchProblem;
import dev.quorate.git.GitException;
import dev.quorate.git.JGitSource;
import dev.quorate.git.Poll;
import dev.quorate.git.SpecSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which files a plan is for: the head of the branch, one of its commits, or a working tree that is not pushed yet. */
@Command
final class WantedSource {

    @ArgGroup
    private Choice choice = new Choice();

    /** At most one of them. */
    static final class Choice {
        @Option(names = "--worktree", paramLabel = "DIR", description = "plan for a working tree instead of the branch")
        private Optional<Path> worktree = Optional.empty();

        @Option(names = "--revision", paramLabel = "COMMIT", description = "plan for a commit of the branch")
        private Optional<String> revision = Optional.empty();
    }

    /** All files, as the poller would bring them the first time. */
    Poll.Moved read(GitOptions git) {
        return choice.worktree.isPresent() ? worktree(choice.worktree.get(), git.path()) : repository(git);
    }

    private static Poll.Moved worktree(Path folder, String path) {
        Path root = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(root.resolve(path))) {
            throw new CliException("There is no folder " + root.resolve(path)
                    + ". Name the working tree's top by --worktree" + " and the folder of specs in it by --path.");
        }
        return WorkingTree.read(root.resolve(path), root::relativize);
    }

    private Poll.Moved repository(GitOptions git) {
        try (ScratchFolder folder = ScratchFolder.create();
                SpecSource source = JGitSource.open(git.settings(), folder.path(), Optional.empty())) {
            Poll poll = source.poll();
            if (poll instanceof Poll.Failed failed && !(choice.revision.isPresent() && isPathMissing(failed))) {
                throw new GitException(failed.problem());
            }
            return choice.revision.isPresent() ? revision(source, choice.revision.get()) : (Poll.Moved) poll;
        }
    }

    /** The head may lack the folder that an earlier commit had. */
    private static boolean isPathMissing(Poll.Failed failed) {
        return failed.problem().reason() == FetchProblem.Reason.PATH_NOT_FOUND;
    }

    private static Poll.Moved revision(SpecSource source, String id) {
        CommitInfo commit = source.commit(id)
                .orElseThrow(() ->
                        new CliException("The branch has no commit " + id + ". Push it first, or use --worktree."));
        return new Poll.Moved(Optional.empty(), commit, source.files(commit.id()), false);
    }
}
