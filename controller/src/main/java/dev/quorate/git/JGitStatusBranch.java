package dev.quorate.git;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RemoteRefUpdate;

/**
 * {@link StatusBranch} over a bare clone.
 *
 * <ol>
 *   <li>Take the remote's tip. If it holds our commit of an attempt whose answer was lost, that is success.
 *   <li>Write the files into its tree; the same tree means nothing to do.
 *   <li>Push a commit on top, on the condition that the tip is still the one we built on.
 *   <li>Somebody else was faster, or the answer was lost: from the start, after a pause, a bounded number of times.
 * </ol>
 */
public final class JGitStatusBranch implements StatusBranch {

    /** What servers and file systems say to a writer without rights; only looked at where no status code tells. */
    private static final Pattern NO_RIGHTS = Pattern.compile(
            "(?i)read[- ]?only|permission denied|access denied|not permitted|not allowed to (push|upload)");

    /** Two writers inside the server at the same moment; a rule of the server never speaks of locks. */
    private static final Pattern SERVER_RACE =
            Pattern.compile("(?i)lock|failed to update ref|reference already exists");

    private final GitSettings settings;
    private final BranchClone clone;
    private final ReportWriter writer;
    private final RaceRetry retry;

    private JGitStatusBranch(GitSettings settings, BranchClone clone, ReportWriter writer, RaceRetry retry) {
        this.settings = settings;
        this.clone = clone;
        this.writer = writer;
        this.retry = retry;
    }

    /**
     * @param settings whose branch is the status branch
     * @param directory where the clone lives; used by nobody else, kept over restarts, may be deleted while not in use
     * @throws GitException when the directory cannot be used
     */
    public static JGitStatusBranch open(
            GitSettings settings, Path directory, ReportAuthor author, InstantSource clock, RaceRetry retry) {
        return new JGitStatusBranch(
                settings, BranchClone.open(settings, directory), new ReportWriter(author, clock), retry);
    }

    @Override
    public Push push(List<FileWrite> writes, CommitMessage message) {
        try {
            return clone.intact(() -> attempts(writes, message));
        } catch (GitException failure) {
            return new Push.Unreachable(failure.problem());
        }
    }

    @Override
    public Optional<FetchProblem> refresh() {
        try {
            clone.intact(this::fetchTip);
            return Optional.empty();
        } catch (GitException failure) {
            return Optional.of(failure.problem());
        }
    }

    @Override
    public Optional<String> read(String path) {
        return reading(tree -> tree.read(path)).flatMap(found -> found);
    }

    @Override
    public List<String> list(String folder) {
        return reading(tree -> tree.list(folder)).orElse(List.of());
    }

    @Override
    public List<ReportCommit> history(int limit) {
        return reading(tree -> tree.history(limit)).orElse(List.of());
    }

    @Override
    public void close() {
        clone.close();
    }

    private Push attempts(List<FileWrite> writes, CommitMessage message) throws IOException {
        Attempt last = Attempt.NONE;
        for (int attempt = 0; attempt < retry.attempts(); attempt++) {
            if (attempt > 0 && !retry.await(attempt - 1)) {
                return new Push.Unreachable(stopped());
            }
            Optional<ObjectId> tip = fetchTip();
            if (isOn(tip, last.commit())) {
                return new Push.Pushed(last.commit().orElseThrow().name());
            }
            Optional<ObjectId> commit = writer.commit(clone.repository(), tip, writes, message);
            if (commit.isEmpty()) {
                return new Push.NothingToDo();
            }
            last = attempt(commit.get(), tip);
            if (last.end().isPresent()) {
                return last.end().get();
            }
        }
        return afterLastAttempt(last);
    }

    /**
     * One push.
     *
     * @param commit what was sent, and may be on the remote whatever the answer was
     * @param end how it ended for good; absent to try again
     * @param trouble why no answer came, if none came
     */
    private record Attempt(Optional<ObjectId> commit, Optional<Push> end, Optional<FetchProblem> trouble) {
        static final Attempt NONE = new Attempt(Optional.empty(), Optional.empty(), Optional.empty());
    }

    private Attempt attempt(ObjectId commit, Optional<ObjectId> tip) throws IOException {
        try {
            RemoteRefUpdate update = clone.push(commit, tip);
            return new Attempt(Optional.of(commit), end(update, tip), Optional.empty());
        } catch (GitException failure) {
            FetchProblem problem = failure.problem();
            return new Attempt(Optional.of(commit), refusedAtOnce(problem), Optional.of(problem));
        }
    }

    private Optional<Push> end(RemoteRefUpdate update, Optional<ObjectId> tip) throws IOException {
        return switch (update.getStatus()) {
            case OK, UP_TO_DATE -> {
                clone.pushed(update.getNewObjectId());
                yield Optional.of(new Push.Pushed(update.getNewObjectId().name()));
            }
            case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> Optional.empty();
            default -> refusedByServer(clone.diagnosis().clean(String.valueOf(update.getMessage())), tip);
        };
    }

    /** A server that lost a race inside says so in the words it also has for its rules, so the tip decides. */
    private Optional<Push> refusedByServer(String said, Optional<ObjectId> tip) throws IOException {
        if (SERVER_RACE.matcher(said).find() || !fetchTip().equals(tip)) {
            return Optional.empty();
        }
        return Optional.of(NO_RIGHTS.matcher(said).find() ? readOnly(said) : protectedBranch(said));
    }

    /** The tip could be read a moment ago, so a refused login or a hidden repository is about writing. */
    private Optional<Push> refusedAtOnce(FetchProblem problem) {
        boolean noRights = problem.reason() == FetchProblem.Reason.AUTHENTICATION_FAILED
                || problem.reason() == FetchProblem.Reason.REPOSITORY_NOT_FOUND
                || NO_RIGHTS.matcher(problem.message()).find();
        return noRights ? Optional.of(readOnly(problem.message())) : Optional.empty();
    }

    private Push afterLastAttempt(Attempt last) throws IOException {
        if (isOn(fetchTip(), last.commit())) {
            return new Push.Pushed(last.commit().orElseThrow().name());
        }
        if (last.trouble().isPresent()) {
            return new Push.Unreachable(last.trouble().get());
        }
        return new Push.Rejected(
                Push.Reason.DIVERGED,
                "Somebody else's push to " + where() + " came first, " + retry.attempts() + " times in a row.",
                "Look what else writes to this branch; the reports go out with the next push.");
    }

    private FetchProblem stopped() {
        return new FetchProblem(
                FetchProblem.Reason.FAILED,
                "The push of reports to " + where() + " was stopped while it waited to try again.",
                "Nothing is lost; the reports go out with the next push.",
                true);
    }

    private Push readOnly(String said) {
        return new Push.Rejected(
                Push.Reason.READ_ONLY,
                settings.login() + " may read " + settings.displayUrl() + " but not write: " + said,
                "Give credentials that may push to " + settings.branch() + ".");
    }

    private Push protectedBranch(String said) {
        return new Push.Rejected(
                Push.Reason.PROTECTED,
                "The server refuses the report commit on " + where() + ": " + said,
                "Allow Quorate to push to " + settings.branch() + " there, or name another status branch.");
    }

    /** The remote's tip with its objects in our clone; absent while the branch does not exist. */
    private Optional<ObjectId> fetchTip() throws IOException {
        Optional<ObjectId> wanted = clone.remoteTip();
        if (wanted.isEmpty()) {
            clone.gone();
            return wanted;
        }
        return Optional.of(clone.bring(wanted.get()));
    }

    private boolean isOn(Optional<ObjectId> tip, Optional<ObjectId> commit) throws IOException {
        if (tip.isEmpty() || commit.isEmpty()) {
            return false;
        }
        try (RevWalk walk = new RevWalk(clone.repository())) {
            return walk.isMergedInto(walk.parseCommit(commit.get()), walk.parseCommit(tip.get()));
        }
    }

    private interface Reading<T> {
        T of(ReportTree tree) throws IOException;
    }

    private <T> Optional<T> reading(Reading<T> reading) {
        return clone.reading(() -> {
            Optional<ObjectId> tip = clone.tip();
            return tip.isEmpty()
                    ? Optional.empty()
                    : Optional.of(reading.of(new ReportTree(clone.repository(), tip.get())));
        });
    }

    private String where() {
        return settings.branch() + " of " + settings.displayUrl();
    }
}
