package dev.quorate.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * {@link SpecSource} over a bare clone of one branch.
 *
 * <ol>
 *   <li>Ask the remote for the tip; when it was reported already, that is all.
 *   <li>Fetch the branch, unless the clone has that tip.
 *   <li>Compare the trees below the path and read the files that differ.
 *   <li>Remember the tip as reported; only now, so that a failure before is tried again as a whole.
 * </ol>
 */
public final class JGitSource implements SpecSource {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{4,40}");

    private static final int SHOWN = 5;

    /** Keeps the last good commit readable when the branch was rewritten. */
    private static final String REPORTED = "refs/quorate/reported";

    private final GitSettings settings;
    private final BranchClone clone;
    private Optional<ObjectId> reported;

    private JGitSource(GitSettings settings, BranchClone clone, Optional<ObjectId> reported) {
        this.settings = settings;
        this.clone = clone;
        this.reported = reported;
    }

    /**
     * @param directory where the clone lives; used by nobody else, kept over restarts, may be deleted while not in use
     * @param resumeFrom the commit that was dealt with before a restart; without it the first poll gives all files
     * @throws GitException when the directory cannot be used
     */
    public static JGitSource open(GitSettings settings, Path directory, Optional<String> resumeFrom) {
        Optional<ObjectId> reported = resumeFrom.map(ObjectId::fromString);
        return new JGitSource(settings, BranchClone.open(settings, directory), reported);
    }

    @Override
    public Poll poll() {
        try {
            return clone.intact(this::look);
        } catch (GitException failure) {
            return new Poll.Failed(failure.problem());
        }
    }

    @Override
    public Optional<CommitInfo> commit(String id) {
        return reading(walk -> find(walk, id).map(Commits::info));
    }

    @Override
    public List<FileChange> files(String commit) {
        return reading(walk -> filesBetween(Optional.empty(), known(walk, commit)));
    }

    @Override
    public List<FileChange> changesSince(String from, String to) {
        return reading(walk -> filesBetween(Optional.of(known(walk, from)), known(walk, to)));
    }

    @Override
    public void close() {
        clone.close();
    }

    private Poll look() throws IOException {
        ObjectId wanted = clone.remoteTip().orElseThrow(() -> new GitException(noBranch()));
        ObjectId tip = clone.bring(wanted);
        return reported.filter(tip::equals).isPresent() ? new Poll.Unchanged(tip.name()) : compare(tip);
    }

    private Poll compare(ObjectId tip) throws IOException {
        try (RevWalk walk = new RevWalk(clone.repository())) {
            RevCommit to = walk.parseCommit(tip);
            Optional<RevCommit> from = reported.isPresent() ? parse(walk, reported.get()) : Optional.empty();
            boolean forced = reported.isPresent() && (from.isEmpty() || !walk.isMergedInto(from.get(), to));
            List<FileChange> changes = filesBetween(from, to);
            clone.keep(REPORTED, to);
            reported = Optional.of(to.copy());
            Optional<RevCommit> before = forced ? Optional.empty() : from;
            return new Poll.Moved(
                    from.map(Commits::info),
                    Commits.info(to),
                    changes,
                    forced,
                    Origins.of(clone.repository(), walk, before, to, changes),
                    Commits.trailers(walk, before, to));
        }
    }

    private FetchProblem noBranch() {
        List<String> branches = clone.remoteBranches();
        if (branches.isEmpty()) {
            return new FetchProblem(
                    FetchProblem.Reason.EMPTY_REPOSITORY,
                    settings.displayUrl() + " has no commit yet.",
                    "Push a first commit to branch " + settings.branch() + ".",
                    true);
        }
        String more = branches.size() > SHOWN ? " and " + (branches.size() - SHOWN) + " more" : "";
        return new FetchProblem(
                FetchProblem.Reason.BRANCH_NOT_FOUND,
                settings.displayUrl() + " has no branch " + settings.branch() + "; it has "
                        + String.join(", ", branches.subList(0, Math.min(SHOWN, branches.size()))) + more + ".",
                "Name a branch that is there, or push it again; until then the last good state stays in force.",
                true);
    }

    private List<FileChange> filesBetween(Optional<RevCommit> from, RevCommit to) throws IOException {
        SpecFiles files = new SpecFiles(clone.repository(), settings.path());
        Optional<String> obstacle = files.obstacle(to);
        if (obstacle.isPresent()) {
            throw new GitException(new FetchProblem(
                    FetchProblem.Reason.PATH_NOT_FOUND,
                    "At commit " + Commits.info(to).shortId() + " of branch " + settings.branch() + ", '"
                            + settings.path() + "' " + obstacle.get() + ".",
                    "Bring the folder back or change the path; until then the last good state stays in force.",
                    true));
        }
        return files.between(from, to);
    }

    private interface Reading<T> {
        T with(RevWalk walk) throws IOException;
    }

    private <T> T reading(Reading<T> reading) {
        return clone.reading(() -> {
            try (RevWalk walk = new RevWalk(clone.repository())) {
                return reading.with(walk);
            }
        });
    }

    private RevCommit known(RevWalk walk, String id) throws IOException {
        return find(walk, id)
                .orElseThrow(() -> new GitException(new FetchProblem(
                        FetchProblem.Reason.COMMIT_NOT_FOUND,
                        "Branch " + settings.branch() + " of " + settings.displayUrl() + " has no commit '" + id + "'.",
                        "Give the id of a commit of that branch, at least four hexadecimal digits.",
                        false)));
    }

    private Optional<RevCommit> find(RevWalk walk, String id) throws IOException {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        List<RevCommit> found = new ArrayList<>();
        try (ObjectReader reader = clone.repository().newObjectReader()) {
            for (ObjectId candidate : reader.resolve(AbbreviatedObjectId.fromString(id))) {
                parse(walk, candidate).ifPresent(found::add);
            }
        }
        if (found.size() > 1) {
            throw new GitException(new FetchProblem(
                    FetchProblem.Reason.COMMIT_NOT_FOUND,
                    found.size() + " commits begin with '" + id + "'.",
                    "Give more digits.",
                    false));
        }
        return found.stream().findFirst();
    }

    private static Optional<RevCommit> parse(RevWalk walk, ObjectId id) throws IOException {
        try {
            return Optional.of(walk.parseCommit(id));
        } catch (MissingObjectException | IncorrectObjectTypeException notHere) {
            return Optional.empty();
        }
    }
}
